"""What whoever runs a server sees of it: lines of a log, and counts for Prometheus. Nothing of anybody stands in either."""
