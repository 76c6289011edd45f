"""Japanese text for matching: folded with a way back, numerals, calendar. Knows no table and no city."""
