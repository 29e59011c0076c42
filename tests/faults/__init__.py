"""Faults injected for real: what is acknowledged is there afterwards, and nothing is half there."""
