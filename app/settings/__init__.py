"""Settings that take more than a line to read: keys, the store of counts, what an operator watches. config.py reads the environment."""
