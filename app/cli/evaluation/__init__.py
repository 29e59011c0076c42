"""The commands `evaluate` and `profiles fit`, which need tables of labelled rows."""
