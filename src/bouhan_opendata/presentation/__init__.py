"""Findings and readings for people and machines: JSON, the terminal, the review page."""
