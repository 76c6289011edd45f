"""The data as RDF: the frame around the tables' triples, and the same triples as Turtle and JSON-LD. No blank nodes."""

from bouhan_opendata.graph.frame import PublisherInfo, fixed_lines, frame_lines
from bouhan_opendata.graph.jsonld import data_jsonld
from bouhan_opendata.graph.turtle import data_turtle

__all__ = ["PublisherInfo", "data_jsonld", "data_turtle", "fixed_lines", "frame_lines"]
