"""The command line: verbs, arguments, printing and exit codes. No logic; everything a verb does is a Python call."""

from bouhan_opendata.cli.main import main

__all__ = ["main"]
