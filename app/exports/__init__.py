"""Files that people download: plans, results and their own data, in the reader's language."""
