"""Scoring by the block: the same results as app/scoring, to the last bit and letter, for as many people as a file holds."""
