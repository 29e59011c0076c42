"""HTTP for all pages: headers, cookies, static files, compression, errors, limits, logs, metrics, health."""
