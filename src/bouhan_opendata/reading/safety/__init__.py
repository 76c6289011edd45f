"""What a file must be before any parser sees it, and where parsers run."""
