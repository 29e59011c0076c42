"""What somebody tries who means harm: another's addresses, another's forms, and whatever bytes there are."""
