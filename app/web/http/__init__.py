"""HTTP for all pages: headers, cookies, limits, errors, logs, metrics and static files."""
