"""Gaps → steps in weeks: pure functions of a catalogue, a person's ratings, a target and a pace."""
