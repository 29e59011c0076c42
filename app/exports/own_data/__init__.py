"""Somebody's own data as files: JSON that can be imported again (docs/export.md), and CSV."""
