"""Logs and metrics for whoever runs a server. Neither holds anything personal."""
