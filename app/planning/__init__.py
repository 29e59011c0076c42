"""Learning plans as pure functions of a catalogue, ratings, a target and a pace."""
