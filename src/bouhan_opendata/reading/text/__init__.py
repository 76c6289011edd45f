"""Markdown, delimited and drawn tables in plain text to grids."""
