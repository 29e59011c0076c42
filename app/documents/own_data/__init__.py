"""All that is kept about somebody, as files: JSON that can be taken in again (see docs/export.md), and a table for a spreadsheet."""
