"""An owner's data as a whole: export, import and merge."""
