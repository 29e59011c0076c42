"""django-survey-and-report as an operator would run it: these files are read in its own environment."""
