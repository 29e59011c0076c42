"""Commands that keep the database: backup, restore, move and purge."""
