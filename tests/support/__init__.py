"""Helpers of the tests: databases, visitors, pages, ports."""
