"""What people decided, read strictly: every decision does something, to a place that can be found, with a value that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bouhan_opendata.model import Model
from bouhan_opendata.publication.values import Decision
from bouhan_opendata.publication.yaml_values import TODO, Section, as_written

_ACTIONS = {
    "figure": ("set", "drop", "confirm"),
    "line": ("set", "drop", "confirm"),
    "section": ("set", "drop"),
    "indicator": ("set",),
    "measure": ("set", "confirm"),
    "department": ("set",),
    "finding": ("waive",),
}
"""For each target, what a decision may do to it."""
_WHERE = {
    "figure": {"figure", "measure", "fiscal_year", "source", "department", "quote", "before", "after"},
    "line": {"line", "text", "measure", "fiscal_year", "source", "figures"},
    "section": {"line"},
    "indicator": {"indicator", "label"},
    "measure": {"measure", "title", "source", "fiscal_year", "figures"},
    "department": {"department", "name"},
    "finding": {"everywhere", "source", "cell", "line", "key"},
}
_SET = {
    "figure": {
        "use", "label", "unit_id", "precision", "scope", "counting", "time_basis", "per", "since_fiscal_year", "relation", "value"
    },
    "section": {"department"},
    "measure": {"theme"},
    "department": {"kind"},
    "indicator": {"kind", "additive_over_years", "is_headline", "time_basis", "label"},
}  # fmt: skip
_SET["line"] = _SET["figure"] - {"label", "relation", "value"}
"""Those belong to one figure each."""
_TABLES = {
    "figure": "figures",
    "line": "figures",
    "indicator": "indicators",
    "measure": "measures",
    "department": "departments",
}
_INTEGERS = ("fiscal_year", "figures")


def read_decisions(top: Section) -> Iterator[Decision]:
    """Every decision of ``decisions.yaml``. Raises ``PublicationError`` naming the key and the decision's id."""
    seen: set[str] = set()
    for item in top.sections("decisions"):
        decision_id = item.must("id")
        if not re.fullmatch(r"k[0-9]{3,}", decision_id) or decision_id in seen:
            raise item.broken(
                "id",
                {
                    "ja": f"{decision_id} は k001 の形でないか、二度書かれています",
                    "en": f"{decision_id} is not like k001, or stands twice",
                },
            )
        seen.add(decision_id)
        yield _Reader(item, decision_id).decision()
    top.end()


class _Reader:
    """One decision, key by key; every error names its id."""

    def __init__(self, item: Section, decision_id: str) -> None:
        self.item = item
        self.id = decision_id

    def wrong(self, key: str, ja: str, en: str) -> Exception:
        return self.item.broken(key, {"ja": f"{self.id}: {ja}", "en": f"{self.id}: {en}"})

    def decision(self) -> Decision:
        item = self.item
        target = item.choice("target", tuple(_ACTIONS))
        action = self._action(target)
        values = self._values(target) if action == "set" else {}
        where = self._where(target)
        source_error = item.flag("source_error", default=False)
        if "value" in values and not source_error:
            raise self.wrong(
                "set.value", "値を変えるには source_error: true が必要です", "a value may be set only with source_error: true"
            )
        day = item.day("on", required=True)
        assert day is not None
        made = Decision(
            self.id,
            target,
            action,
            where,
            values,
            item.must("why"),
            item.must("by"),
            day,
            item.choice("scope", ("this source", "from now on"), "this source"),
            self._rule() if action == "waive" else None,
            source_error,
        )
        item.end()
        return made

    def _action(self, target: str) -> str:
        every = dict.fromkeys(action for actions in _ACTIONS.values() for action in actions)
        written = [name for name in every if as_written(self.item, name) is not None]
        known = _ACTIONS[target]
        if len(written) != 1 or written[0] not in known:
            found = f"({', '.join(written)})" if written else ""
            raise self.wrong(
                written[0] if len(written) == 1 else "",
                f"target: {target} には {'、'.join(known)} のうち一つを書いてください{found}",
                f"with target: {target} exactly one of {', '.join(known)} is expected{' ' + found if found else ''}",
            )
        action = written[0]
        if action in ("drop", "confirm") and self.item.raw(action) is not True:
            raise self.wrong(
                action, f"{action}: true と書くか、判断を消してください", f"write {action}: true, or delete the decision"
            )
        return action

    def _rule(self) -> str:
        rule = self.item.must("waive")
        if rule not in self.item.model.rules:
            raise self.wrong("waive", f"{rule} という指摘はありません", f"there is no rule {rule}")
        return rule

    def _where(self, target: str) -> Mapping[str, Any]:
        where = self.item.raw("where")
        if not isinstance(where, dict):
            raise self.wrong("where", "当てはまる所を where: {…} で書いてください", "say the place as where: {…}")
        known = _WHERE[target]
        for name, value in where.items():
            if name not in known:
                names = ", ".join(sorted(known))
                raise self.wrong(
                    f"where.{name}", f"知らないキーです(使えるもの: {names})", f"is not a known key (known: {names})"
                )
            kind: type = int if name in _INTEGERS else bool if name == "everywhere" else str
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)) or value is False or value == "":
                raise self.wrong(f"where.{name}", f"「{value}」は使えません", f"{value!r} cannot be used")
        if target == "figure" and not {"figure", "quote"} & set(where):
            raise self.wrong("where", "figure か quote が必要です", "figure or quote is expected")
        self._needed(target, where)
        if target == "indicator" and "indicator" not in where:
            raise self.wrong(
                "where.indicator", "指標の ID(例 i001)が必要です", "the id of an indicator is expected (such as i001)"
            )
        if target == "finding" and (not where or ("everywhere" in where and len(where) > 1)):
            raise self.wrong(
                "where",
                "source、cell、line、key で所を書くか、その指摘のすべてなら {everywhere: true} とだけ書いてください",
                "name the place by source, cell, line or key, or write {everywhere: true} alone for every finding of the rule",
            )
        return where

    def _needed(self, target: str, where: Mapping[str, Any]) -> None:
        """What must be said so that the place can be found, and nothing is confirmed that nobody looked at."""
        if target == "line" and not {"line", "text"} & set(where):
            raise self.wrong("where", "line か text が必要です", "line or text is expected")
        if target in ("section", "measure", "department"):
            name = "line" if target == "section" else target
            if name not in where:
                raise self.wrong(f"where.{name}", f"{name} が必要です", f"{name} is expected")
        if target == "measure" and self.item.raw("confirm") is not None and not {"source", "figures"} <= set(where):
            raise self.wrong(
                "where",
                "施策をまとめて確かめたときは、source(資料)と figures(確かめた数量の個数)が必要です",
                "to confirm a whole measure, source and figures (how many quantities were looked at) are expected",
            )

    def _values(self, target: str) -> Mapping[str, Any]:
        values = self.item.raw("set")
        if not isinstance(values, dict) or not values:
            raise self.wrong("set", "set: {項目: 値} の形で書いてください", "set: {field: value} is expected")
        for name, value in values.items():
            if name not in _SET[target]:
                names = ", ".join(sorted(_SET[target]))
                raise self.wrong(
                    f"set.{name}", f"変えられない項目です(変えられるもの: {names})", f"cannot be set (known: {names})"
                )
            if isinstance(value, str) and TODO in value:
                raise self.wrong(f"set.{name}", "TODO のままです", "is still TODO")
        return {name: self._value(target, name, value) for name, value in values.items()}

    def _value(self, target: str, name: str, value: Any) -> Any:
        """A value of the field's type. ``null`` blanks a field that may be blank, but never a label or a value."""
        model: Model = self.item.model
        if name == "department":
            if not (isinstance(value, str) and value.strip()):
                raise self.wrong("set.department", "課の名前が必要です", "the name of a department is expected")
            return value
        field = model.tables[_TABLES[target]].field(name)
        if value is None and not field.required and name not in ("label", "value"):
            return None
        if name == "value":
            return self._number(value)
        if name == "unit_id":
            fits, known = value in model.units if isinstance(value, str) else False, "units.csv"
        elif field.scheme:
            codes = model.code_lists[field.scheme].codes
            fits, known = isinstance(value, str) and value in codes, ", ".join(codes)
        elif field.type == "boolean":
            fits, known = isinstance(value, bool), "true, false"
        elif field.type == "fiscal_year":
            fits, known = isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200, "1900–2200"
        else:
            fits, known = isinstance(value, str) and bool(value.strip()), "…"
        if not fits:
            raise self.wrong(f"set.{name}", f"「{value}」は使えません。使えるもの: {known}", f"{value!r} is not one of {known}")
        return value

    def _number(self, value: Any) -> Decimal:
        try:
            number = Decimal(str(value)) if isinstance(value, int | str) and not isinstance(value, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or abs(number.adjusted()) > 30:
            raise self.wrong("set.value", f"「{value}」は数ではありません", f"{value!r} is no number")
        return number
