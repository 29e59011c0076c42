"""What is asked and what roles need: the content files, read into frozen values."""
