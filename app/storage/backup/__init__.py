"""Backups, restoring them, and moving to another database."""
