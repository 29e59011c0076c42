"""Several nodes for real: PostgreSQL with a standby, PgBouncer, nginx and two nodes, as processes on loopback."""
