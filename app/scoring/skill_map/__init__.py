"""The map of a person's skills: pure functions from ratings to the lines of a drawing."""
