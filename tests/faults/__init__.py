"""Real faults: what was acknowledged is there afterwards, and no change is half there."""
