"""django-survey-and-report as an operator would run it. Its own environment reads these files."""
