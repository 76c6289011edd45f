"""The classes and how they lead to one another, as a drawing in SVG: layers from what is referred to down to what refers.

Nothing of it is drawn by hand: a new class or reference of the definition finds its place by itself.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bouhan_opendata.artifacts.terms import ranges, uses_of
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model

_WIDTH, _HEIGHT, _APART, _LAYER, _EDGE, _BEND = 150, 46, 26, 144, 14, 44
Point = tuple[float, float]
Layers = list[list[str]]


@dataclass(frozen=True, slots=True)
class Relation:
    """A property that leads from the members of one class to those of another (CURIEs)."""

    subject: str
    property: str
    object: str


def relations(model: Model) -> list[Relation]:
    """Every reference between two classes, in the order of the definition; each once."""
    found: dict[Relation, None] = {}
    for table in model.tables.values():
        for item in table.fields:
            if not (table.rdf_class and item.property):
                continue
            term = model.terms.get(item.property.partition(":")[2])
            targets = [model.tables[item.references].rdf_class] if item.references else []
            if not targets and term and term.range and item.property.startswith(f"{model.prefix}:"):
                targets = list(ranges(model, term, uses_of(model, term)))
            found |= {Relation(table.rdf_class, item.property, target): None for target in targets if target}
    return list(found)


def shown(model: Model) -> list[Relation]:
    """The relations that are drawn: none that a way over others tells too, none to the fiscal years, which all point to."""
    year = model.tables["fiscal_years"].rdf_class
    drawn = [one for one in relations(model) if one.subject != one.object and one.object != year]
    leads: dict[str, set[str]] = {}
    for one in drawn:
        leads.setdefault(one.subject, set()).add(one.object)
    beyond = {subject: {far for near in nears for far in _reached(near, leads)} for subject, nears in leads.items()}
    return [one for one in drawn if one.object not in beyond[one.subject]]


def _reached(start: str, leads: Mapping[str, set[str]]) -> set[str]:
    """What can be reached from a class, itself left out."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        waiting += (new := leads.get(waiting.pop(), set()) - seen)
        seen |= new
    return seen


def class_diagram(model: Model, lang: Lang) -> str:
    """The drawing, with a title and a description in words."""
    edges: dict[tuple[str, str], list[str]] = {}
    for one in shown(model):
        edges.setdefault((one.subject, one.object), []).append(one.property)
    layers, ways = _layers(edges)
    places = _places(layers, [pair for way in ways.values() for pair in pairwise(way)])
    routes = _ports(ways.values(), places)
    left = min(x - _half(node) for node, (x, _) in places.items()) - 8
    right = max(x + _half(node) for node, (x, _) in places.items()) + 8
    box = (round(left), -8, round(right - left), (len(layers) - 1) * _LAYER + _HEIGHT + 16)
    title = {"ja": "クラスの関係図", "en": "Diagram of the classes"}[lang]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(map(str, box))}" width="{box[2]}" height="{box[3]}" '
        f'role="img" aria-labelledby="diagram-title diagram-text"><title id="diagram-title">{title}</title>'
        f'<desc id="diagram-text">{html.escape(_in_words(model, edges))}</desc>',
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0.5 0.5 7.5 4 0.5 7.5" class="head"/></marker></defs>',
        *map(_line, routes),
        *_names([" / ".join(_short(model, name) for name in edges[pair]) for pair in ways], routes),
        *(_box(model, node, places[node], lang) for layer in layers for node in layer if _half(node) > _EDGE),
        "</svg>",
    ]
    return "\n".join(parts)


def _in_words(model: Model, edges: Mapping[tuple[str, str], Sequence[str]]) -> str:
    return "; ".join(
        f"{_short(model, subject)} – {', '.join(_short(model, name) for name in names)} → {_short(model, target)}"
        for (subject, target), names in edges.items()
    )


def _short(model: Model, curie: str) -> str:
    return curie.removeprefix(f"{model.prefix}:")


def _layers(edges: Iterable[tuple[str, str]]) -> tuple[Layers, dict[tuple[str, str], list[str]]]:
    """Each class as far down as its longest way, and each edge as a way with a place in every layer that it passes."""
    leads: dict[str, list[str]] = {}
    for subject, target in edges:
        leads.setdefault(target, [])
        leads.setdefault(subject, []).append(target)
    depth: dict[str, int] = {}

    def deep(node: str) -> int:
        if node not in depth:
            depth[node] = max((deep(target) + 1 for target in leads[node]), default=0)
        return depth[node]

    layers: Layers = [[] for _ in range(max(map(deep, leads), default=0) + 1)]
    for node in leads:
        layers[depth[node]].append(node)
    ways = {}
    for subject, target in edges:
        between = [f"{subject}>{target}>{at}" for at in range(depth[subject] - 1, depth[target], -1)]
        for name in between:
            layers[int(name.rpartition(">")[2])].append(name)
        ways[subject, target] = [subject, *between, target]
    return layers, ways


def _half(node: str) -> float:
    return _EDGE if ">" in node else _WIDTH / 2


def _places(layers: Layers, steps: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """Where each stands: nodes near those they are tied to, first by order, then by distance."""
    near: dict[str, list[str]] = {}
    for one, other in steps:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    across: dict[str, float] = {}
    for layer in layers:
        across |= _spread(layer, dict.fromkeys(layer, 0.0))
    for turn in range(60):
        for layer in layers if turn % 2 else layers[::-1]:
            wanted = {n: sum(across[m] for m in near[n]) / len(near[n]) for n in layer}
            if turn < 30:
                layer.sort(key=lambda node: wanted[node])
            across |= _spread(layer, wanted)
    return {node: (across[node], _HEIGHT / 2 + at * _LAYER) for at, layer in enumerate(layers) for node in layer}


def _spread(layer: Sequence[str], wanted: Mapping[str, float]) -> dict[str, float]:
    """The places wanted, moved apart no more than the widths ask for: half pushed to the right, half to the left."""
    gaps = [_half(one) + _half(other) + _APART for one, other in pairwise(layer)]
    rightwards = [wanted[layer[0]]]
    for node, gap in zip(layer[1:], gaps, strict=True):
        rightwards.append(max(wanted[node], rightwards[-1] + gap))
    leftwards = [wanted[layer[-1]]]
    for node, gap in zip(layer[-2::-1], gaps[::-1], strict=True):
        leftwards.append(min(wanted[node], leftwards[-1] - gap))
    return {node: (one + other) / 2 for node, one, other in zip(layer, rightwards, leftwards[::-1], strict=True)}


def _ports(ways: Iterable[Sequence[str]], places: Mapping[str, Point]) -> list[list[Point]]:
    """Each way as points: from the top of the first box to the foot of the last, side by side where several meet."""
    ways = list(ways)
    leaving: dict[str, list[int]] = {}
    coming: dict[str, list[int]] = {}
    for number, way in enumerate(ways):
        leaving.setdefault(way[0], []).append(number)
        coming.setdefault(way[-1], []).append(number)
    routes = [[places[node] for node in way] for way in ways]
    for ends, own, other in ((leaving, 0, 1), (coming, -1, -2)):
        for numbers in ends.values():
            order = sorted(numbers, key=lambda number: (places[ways[number][other]], number))
            step = min(26.0, (_WIDTH - 30) / len(order))
            for at, number in enumerate(order):
                x, y = places[ways[number][own]]
                routes[number][own] = (x + (at - (len(order) - 1) / 2) * step, y)
    return routes


def _bends(route: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The bent stretches of a way, between the layers."""
    return [((x, y - _HEIGHT / 2), (to_x, to_y + _HEIGHT / 2)) for (x, y), (to_x, to_y) in pairwise(route)]


def _line(route: Sequence[Point]) -> str:
    drawn = ""
    for (x, y), (to_x, to_y) in _bends(route):
        drawn += f"{'V' if drawn else f'M{x:.0f} '}{y:.0f}C{x:.0f} {y - _BEND} {to_x:.0f} {to_y + _BEND} {to_x:.0f} {to_y:.0f}"
    return f'<path class="edge" d="{drawn}" marker-end="url(#arrow)"/>'


def _names(texts: Sequence[str], routes: Sequence[Sequence[Point]]) -> Iterator[str]:
    """Each text on the first stretch of its way, the longest first, at the first height at which it covers no other."""
    taken: list[tuple[float, float, float]] = []
    for text, route in sorted(zip(texts, routes, strict=True), key=lambda pair: -len(pair[0])):
        half = len(text) * 3.2 + 4
        spots = [_on(_bends(route)[0], part / 100) for part in (34, 48, 62, 20, 76, *range(16, 94, 3))]
        free = [(x, y) for x, y in spots if all(abs(x - ox) >= half + oh or abs(y - oy) >= 13 for ox, oy, oh in taken)]
        x, y = (free or spots)[0]
        taken.append((x, y, half))
        yield f'<text class="name" x="{x:.0f}" y="{y + 4:.0f}">{text}</text>'


def _on(bend: tuple[Point, Point], part: float) -> Point:
    """The point of the curve after a share of it."""
    (x, y), (to_x, to_y) = bend
    ease = part * part * (3 - 2 * part)
    first, second = 3 * part * (1 - part) ** 2, 3 * part * part * (1 - part)
    height = (1 - part) ** 3 * y + first * (y - _BEND) + second * (to_y + _BEND) + part**3 * to_y
    return x + (to_x - x) * ease, height


def _box(model: Model, curie: str, place: Point, lang: Lang) -> str:
    x, y = place
    name = _short(model, curie)
    term = model.terms.get(name)
    table = next(table for table in model.tables.values() if table.rdf_class == curie)
    label = term.label[lang] if term else table.title[lang]
    around = f'<rect x="{x - _WIDTH / 2:.0f}" y="{y - _HEIGHT / 2:.0f}" width="{_WIDTH}" height="{_HEIGHT}" rx="5"/>'
    text = f'<text x="{x:.0f}" y="{y - 4:.0f}">{html.escape(label)}</text>'
    text += f'<text class="term" x="{x:.0f}" y="{y + 14:.0f}">{name}</text>'
    if term:
        return f'<a href="#{name}"><g class="class">{around}{text}</g></a>'
    return f'<g class="class other">{around}{text}</g>'
