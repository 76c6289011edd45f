"""What people decided, read strictly: every decision does something, to a place that can be found, with a value that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bouhan_opendata.findings import Level
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.numerals import KANJI, NUMERAL, parse_numeral
from bouhan_opendata.model import Model
from bouhan_opendata.publication import decision_forms as forms
from bouhan_opendata.publication.values import Decision
from bouhan_opendata.publication.yaml_values import TODO, Section, as_written


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
        target = item.choice("target", tuple(forms.ACTIONS))
        action = self._action(target)
        where = self._where(target, action)
        source_error = item.flag("source_error", default=False)
        values = self._values(target, action) if action in ("set", "add") else {}
        if action == "set" and "value" in values and not source_error:
            raise self.wrong(
                "set.value", "値を変えるには source_error: true が必要です", "a value may be set only with source_error: true"
            )
        if (target, action) == ("figure", "add"):
            values = self._with_value(where["quote"], values, source_error)
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
            self._scope(target, action, where),
            self._rule() if action == "waive" else None,
            source_error,
        )
        item.end()
        return made

    def _scope(self, target: str, action: str, where: Mapping[str, Any]) -> str:
        scope = self.item.choice("scope", ("this source", "from now on"), "this source")
        refused = forms.NOT_FROM_NOW_ON.get((target, action))
        if scope == "from now on" and refused is not None and not {"everywhere", "key"} & set(where):
            raise self.wrong("scope", refused["ja"], refused["en"])
        return scope

    def _action(self, target: str) -> str:
        written = [name for name in forms.VERBS if as_written(self.item, name) is not None]
        known = forms.ACTIONS[target]
        if len(written) == 1 and (refused := forms.REFUSED.get((target, written[0]))) is not None:
            raise self.wrong(written[0], refused["ja"], refused["en"])
        if len(written) != 1 or written[0] not in known:
            found = f"({', '.join(written)})" if written else ""
            raise self.wrong(
                "",
                f"target: {target} には {'、'.join(known)} のうち一つを書いてください{found}",
                f"with target: {target} exactly one of {', '.join(known)} is expected{' ' + found if found else ''}",
            )
        action = written[0]
        if (action in ("drop", "confirm") or (target, action) == ("line", "add")) and self.item.raw(action) is not True:
            raise self.wrong(
                action, f"{action}: true と書くか、判断を消してください", f"write {action}: true, or delete the decision"
            )
        return action

    def _rule(self) -> str:
        name = self.item.must("waive")
        rule = self.item.model.rules.get(name)
        if rule is None:
            raise self.wrong("waive", f"{name} という指摘はありません", f"there is no rule {name}")
        if rule.level is Level.ERROR and not rule.is_waivable:
            raise self.wrong(
                "waive",
                f"{name} は免除できません。データか設定の食い違いで、そのままでは公開できません。{rule.remedies({}, 'ja')[0]}",
                f"{name} cannot be waived: it is a contradiction that nothing can be published with. {rule.remedies({}, 'en')[0]}",
            )
        return name

    def _where(self, target: str, action: str) -> Mapping[str, Any]:
        where = self.item.raw("where")
        if not isinstance(where, dict):
            raise self.wrong("where", "当てはまる所を where: {…} で書いてください", "say the place as where: {…}")
        for name, value in where.items():
            self._where_key(target, action, name)
            kind: type = int if name in forms.INTEGERS else bool if name == "everywhere" else str
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)) or value is False or value == "":
                raise self.wrong(f"where.{name}", f"「{value}」は使えません", f"{value!r} cannot be used")
        needed = forms.NEEDED.get(forms.form(target, action, forms.NEEDED), ())
        if needed and not set(needed) & set(where):
            key = f"where.{needed[0]}" if len(needed) == 1 or target in ("measure", "department", "indicator") else "where"
            raise self.wrong(key, f"{' か '.join(needed)} が必要です", f"{' or '.join(needed)} is expected")
        if not {"quote", "figure"} & set(where) and (alone := {"before", "after"} & set(where)):
            name = min(alone)
            raise self.wrong(f"where.{name}", "quote と一緒に書いてください", "is said together with quote")
        if (target, action) == ("measure", "confirm") and not {"source", "figures"} <= set(where):
            raise self.wrong(
                "where",
                "施策をまとめて確かめたときは、source(資料)と figures(確かめた数量の個数)が必要です",
                "to confirm a whole measure, source and figures (how many quantities were looked at) are expected",
            )
        if target == "finding" and (not where or ("everywhere" in where and len(where) > 1)):
            raise self.wrong(
                "where",
                "所(source、cell、line、key、measure、quote など)を書くか、その指摘のすべてなら {everywhere: true} とだけ書いてください",
                "name the place (source, cell, line, key, measure, quote …), or write {everywhere: true} alone for every finding of the rule",
            )
        return where

    def _where_key(self, target: str, action: str, name: Any) -> None:
        """Refuse a key that finds nothing for this target; say why where other targets have it."""
        entry = forms.form(target, action, forms.WHERE)
        if name in forms.WHERE[entry]:
            return
        names = ", ".join(sorted(forms.WHERE[entry]))
        why = forms.SENSELESS.get(entry) if name in forms.EVERY_KEY else None
        ja, en = (why["ja"], why["en"]) if why else ("知らないキーです", "is not a known key")
        raise self.wrong(f"where.{name}", f"{ja}(使えるもの: {names})", f"{en} (known: {names})")

    def _values(self, target: str, action: str) -> Mapping[str, Any]:
        if (target, action) == ("line", "add"):
            return {}
        values = self.item.raw(action)
        if not isinstance(values, dict) or not values:
            raise self.wrong(action, f"{action}: {{項目: 値}} の形で書いてください", f"{action}: {{field: value}} is expected")
        known, needed = (forms.SET[target], set()) if action == "set" else forms.ADD[target]
        for name, value in values.items():
            if name not in known:
                names = ", ".join(sorted(known))
                raise self.wrong(
                    f"{action}.{name}", f"書けない項目です(書けるもの: {names})", f"cannot be {action} (known: {names})"
                )
            if isinstance(value, str) and TODO in value:
                raise self.wrong(f"{action}.{name}", "TODO のままです", "is still TODO")
        for name in sorted(needed - set(values)):
            raise self.wrong(f"{action}.{name}", f"{name} が必要です", f"{name} is expected")
        return {name: self._value(target, action, name, value) for name, value in values.items()}

    def _with_value(self, quote: str, values: Mapping[str, Any], source_error: bool) -> Mapping[str, Any]:
        """The value of an added figure: what its characters say, or another that a person says in spite of them."""
        said = stated_value(quote)
        if source_error and "value" in values:
            return values
        if said is None:
            raise self.wrong(
                "where.quote",
                f"「{quote}」は、ちょうど一つの数を書いていません。値を決めて加えるには value と source_error: true が必要です",
                f"{quote!r} does not state exactly one number; to add it with a value, write value and source_error: true",
            )
        if values.get("value", said) != said:
            raise self.wrong(
                "add.value",
                f"「{quote}」は {said} と書いています。違う値にするには source_error: true が必要です",
                f"{quote!r} states {said}; another value may be added only with source_error: true",
            )
        return {**values, "value": said}

    def _value(self, target: str, action: str, name: str, value: Any) -> Any:
        """A value of the field's type. ``null`` blanks a field that may be blank, but never a label or a value."""
        model: Model = self.item.model
        if name == "department" or (target, action) == ("department", "add"):
            if not (isinstance(value, str) and value.strip()):
                raise self.wrong(f"{action}.{name}", "課の名前が必要です", "the name of a department is expected")
            return value
        field = model.tables[forms.TABLES[target]].field(name)
        blank = ("label", "value") if action == "set" else ("label", "value", "unit_id")
        if value is None and not field.required and name not in blank:
            return None
        if name == "value":
            return self._number(f"{action}.value", value)
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
            raise self.wrong(
                f"{action}.{name}", f"「{value}」は使えません。使えるもの: {known}", f"{value!r} is not one of {known}"
            )
        return value

    def _number(self, key: str, value: Any) -> Decimal:
        try:
            number = Decimal(str(value)) if isinstance(value, int | str) and not isinstance(value, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or abs(number.adjusted()) > 30:
            raise self.wrong(key, f"「{value}」は数ではありません", f"{value!r} is no number")
        return number


_DIGITS = re.compile(f"[△▲▼-]?{NUMERAL}")
_WORDS = re.compile(KANJI)
_VAGUE = re.compile("[数何幾]")


def stated_value(quote: str) -> Decimal | None:
    """The one number that some characters state: digits where there are any, else kanji; ``None`` for none, several or 十数.

    >>> stated_value("約１，２００人"), stated_value("十五回"), stated_value("10～15人"), stated_value("▲3校")
    (Decimal('1200'), Decimal('15'), None, Decimal('-3'))
    """
    text = fold(quote).text
    has_digits = any(char.isdecimal() for char in text)
    found = (_DIGITS if has_digits else _WORDS).findall(text)
    if len(found) != 1 or (not has_digits and _VAGUE.search(text)):
        return None
    numeral = found[0].lstrip("△▲▼-")
    value = parse_numeral(numeral)
    return value if value is None or numeral == found[0] else -value
