"""Attacks: another owner's addresses and forms, and arbitrary bytes."""
