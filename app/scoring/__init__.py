"""Ratings → match, readiness, uncertainty, reasons: pure functions of a catalogue and a person's ratings."""
