"""Settings that take more than a line to read; config.py puts them together."""
