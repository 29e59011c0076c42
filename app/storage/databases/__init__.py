"""SQLite and PostgreSQL: their engines, migrations and monitoring."""
