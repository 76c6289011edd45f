"""The metadata-quality score of data.europa.eu (405 points), computed from the DCAT graph without a network.

https://data.europa.eu/mqa/methodology: an indicator of distributions earns its points in proportion to those that have it.
What the portal asks of the network (does an address answer?) cannot be known here; it is counted and marked as assumed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.catalogue.nodes import Iri, Node
from bouhan_opendata.catalogue.values import Words

_EU = "http://publications.europa.eu/resource/authority/"
_OPEN_FORMATS = ("CSV", "RDF_TURTLE", "XLSX", "ZIP", "JSON", "JSON_LD", "RDF_N_TRIPLES")
_MACHINE_READABLE = ("CSV", "RDF_TURTLE", "XLSX", "JSON", "JSON_LD", "RDF_N_TRIPLES")
_KNOWN_LICENCES = (f"{_EU}licence/", "http://creativecommons.org/")
DIMENSIONS: dict[str, Words] = {
    "findability": {"ja": "見つけやすさ", "en": "Findability"},
    "accessibility": {"ja": "入手しやすさ", "en": "Accessibility"},
    "interoperability": {"ja": "相互運用性", "en": "Interoperability"},
    "reusability": {"ja": "再利用しやすさ", "en": "Reusability"},
    "contextuality": {"ja": "背景情報", "en": "Contextuality"},
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question of the score: what it is worth, and the share that is earned (0 to 1)."""

    id: str
    dimension: str
    points: int
    share: float
    title: Words
    missing: Words
    is_assumed: bool = False

    @property
    def earned(self) -> float:
        """The points that it earns."""
        return round(self.points * self.share, 1)


@dataclass(frozen=True, slots=True)
class Quality:
    """Every indicator. ``total`` is at most 405."""

    indicators: tuple[Indicator, ...]

    @property
    def total(self) -> float:
        """All points earned."""
        return round(sum(one.earned for one in self.indicators), 1)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        dimensions = {
            name: {
                "title": dict(words),
                "earned": round(sum(one.earned for one in self.indicators if one.dimension == name), 1),
                "of": sum(one.points for one in self.indicators if one.dimension == name),
            }
            for name, words in DIMENSIONS.items()
        }
        return {"total": self.total, "of": 405, "dimensions": dimensions, "indicators": [_plain(one) for one in self.indicators]}


def quality_json(nodes: Sequence[Node]) -> str:
    """``metadata/quality.json``."""
    return json.dumps(quality(nodes).as_dict(), ensure_ascii=False, indent=1) + "\n"


def quality(nodes: Sequence[Node]) -> Quality:
    """The score of a DCAT graph with one data set."""
    return Quality(tuple(_indicators(_Graph(nodes))))


def _plain(one: Indicator) -> dict[str, Any]:
    made: dict[str, Any] = {"id": one.id, "dimension": one.dimension, "title": dict(one.title)}
    made |= {"earned": one.earned, "of": one.points, "assumed": one.is_assumed}
    return made if one.share == 1 else {**made, "missing": dict(one.missing)}


class _Graph:
    """The data set and its distributions, asked for what they have."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        [self.dataset] = [node for node in nodes if "dcat:Dataset" in node.classes]
        self.distributions = [node for node in nodes if "dcat:Distribution" in node.classes]

    def has(self, predicate: str, fits: Callable[[str], bool] = bool) -> float:
        """1 where the data set has the property, 0 where it has not."""
        return float(any(fits(value) for value in values(self.dataset, predicate)))

    def share(self, predicate: str, fits: Callable[[str], bool] = bool) -> float:
        """The share of distributions that have the property."""
        found = [any(fits(value) for value in values(node, predicate)) for node in self.distributions]
        return sum(found) / len(found) if found else 0.0


def values(node: Node, predicate: str) -> list[str]:
    """The values of a property, as text."""
    return [value.value for name, value in node.pairs if name == predicate and (isinstance(value, Iri) or value.value)]


def _indicators(graph: _Graph) -> Iterator[Indicator]:
    def made(name: str, dimension: str, points: int, share: float, words: tuple[str, str], assumed: bool = False) -> Indicator:
        ja, en = words
        missing = {"ja": f"{ja}がないものがあります。", "en": f"Not everywhere: {en}."}
        return Indicator(name, dimension, points, share, {"ja": ja, "en": en}, missing, assumed)

    def kind(*names: str) -> float:
        return graph.share("dct:format", lambda iri: iri.rsplit("/", 1)[-1] in names)

    yield made("keyword", "findability", 30, graph.has("dcat:keyword"), ("キーワード", "keywords"))
    yield made("category", "findability", 30, graph.has("dcat:theme", _in(f"{_EU}data-theme/")), ("分野", "a theme"))
    yield made("spatial", "findability", 20, graph.has("dct:spatial"), ("対象地域", "spatial coverage"))
    yield made("temporal", "findability", 20, graph.has("dct:temporal"), ("対象期間", "temporal coverage"))
    answers = ("アクセスURLの応答", "an access URL that answers")
    yield made("access-url-status", "accessibility", 50, graph.share("dcat:accessURL"), answers, True)
    yield made("download-url", "accessibility", 20, graph.share("dcat:downloadURL"), ("ダウンロードURL", "a download URL"))
    answers = ("ダウンロードURLの応答", "a download URL that answers")
    yield made("download-url-status", "accessibility", 30, graph.share("dcat:downloadURL"), answers, True)
    yield made("format", "interoperability", 20, graph.share("dct:format"), ("形式", "a format"))
    yield made("media-type", "interoperability", 10, graph.share("dcat:mediaType"), ("メディアタイプ", "a media type"))
    known = min(graph.share("dct:format", _in(f"{_EU}file-type/")), graph.share("dcat:mediaType", _in("http://www.iana.org/")))
    yield made("vocabulary", "interoperability", 10, known, ("統制語彙による形式", "format and media type from a vocabulary"))
    yield made(
        "non-proprietary", "interoperability", 20, kind(*_OPEN_FORMATS), ("公開された仕様の形式", "a non-proprietary format")
    )
    yield made(
        "machine-readable", "interoperability", 20, kind(*_MACHINE_READABLE), ("機械可読な形式", "a machine-readable format")
    )
    yield made("dcat-ap", "interoperability", 30, 1.0, ("DCAT-APへの適合", "conformance to DCAT-AP"), True)
    yield made("licence", "reusability", 20, graph.share("dct:license"), ("ライセンス", "a licence"))
    licences = ("統制語彙によるライセンス", "a licence from a vocabulary")
    yield made("licence-vocabulary", "reusability", 10, graph.share("dct:license", _in(*_KNOWN_LICENCES)), licences)
    yield made("access-rights", "reusability", 10, graph.has("dct:accessRights"), ("アクセス権", "access rights"))
    rights = ("統制語彙によるアクセス権", "access rights from a vocabulary")
    yield made("access-rights-vocabulary", "reusability", 5, graph.has("dct:accessRights", _in(f"{_EU}access-right/")), rights)
    yield made("contact", "reusability", 20, graph.has("dcat:contactPoint"), ("連絡先", "a contact point"))
    yield made("publisher", "reusability", 10, graph.has("dct:publisher"), ("公開者", "a publisher"))
    yield made("rights", "contextuality", 5, graph.share("dct:rights"), ("権利の説明", "a statement of rights"))
    yield made("byte-size", "contextuality", 5, graph.share("dcat:byteSize"), ("ファイルの大きさ", "a file size"))
    yield made("issued", "contextuality", 5, graph.has("dct:issued"), ("公開日", "the day of issue"))
    yield made("modified", "contextuality", 5, graph.has("dct:modified"), ("更新日", "the day of modification"))


def _in(*bases: str) -> Callable[[str], bool]:
    return lambda iri: iri.startswith(bases)
