"""PDF with text to grids."""
