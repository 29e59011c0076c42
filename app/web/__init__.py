"""The pages: each package one group of them, which read, call, save and answer."""
