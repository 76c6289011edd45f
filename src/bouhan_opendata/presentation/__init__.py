"""Findings and readings for people and machines: JSON, the terminal, the review page."""

from bouhan_opendata.presentation.findings_json import findings_json
from bouhan_opendata.presentation.review_page import review_page

__all__ = ["findings_json", "review_page"]
