"""Read files of ratings: CSV and JSON, rows of many people or of one, labelled rows."""
