"""Real processes on loopback: PostgreSQL with a standby, PgBouncer, nginx and two nodes."""
