"""Scoring of many rows at once with NumPy; large CSV files are read and written by Polars where it is installed."""
