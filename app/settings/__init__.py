"""Settings that take more than a line to read: keys, and the store of counts. config.py reads the environment."""
