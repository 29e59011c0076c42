"""Numbers for SVG charts that several groups of pages draw."""
