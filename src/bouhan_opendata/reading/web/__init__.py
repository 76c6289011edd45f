"""HTML to grids."""
