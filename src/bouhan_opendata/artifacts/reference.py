"""The reference pages of docs/: fields, codes, rules and addresses, made from the definition, one page for each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bouhan_opendata.artifacts.vocabulary_page import PageLinks, vocabulary_page
from bouhan_opendata.findings import Lang, Level, Rule
from bouhan_opendata.iri import CITY, CREATOR, DATASET, RIGHTS, RUN
from bouhan_opendata.model import Field, Model, TableModel, Unit

_MADE = "<!-- made by `bouhan generate`; edit schema/ instead -->\n"
_OTHER = {"ja": "[English]({name}.md)\n", "en": "[日本語]({name}.ja.md)\n"}
_COLUMNS = {
    "ja": {
        "fields": "| 項目 | 型 | 決まり | プロパティ | 意味 |",
        "codes": "| コード | 日本語 | 英語 | 意味 |",
        "units": "| ID | 書き方 | 英語 | UCUM | QUDT（同じ） | QUDT（広い） | UN/CEFACT |",
    },
    "en": {
        "fields": "| field | type | constraints | property | meaning |",
        "codes": "| code | English | Japanese | meaning |",
        "units": "| id | written | English | UCUM | QUDT, the same | QUDT, wider | UN/CEFACT |",
    },
}
_RULE_WORDS = {
    "ja": {
        "intro": "`bouhan check`・`bouhan release`・`bouhan verify` が知らせる指摘のすべてです。"
        "`{…}` には、その場の値が入ります。答え方は[指摘に答える](../how-to/findings.ja.md)にあります。\n",
        "levels": {Level.ERROR: "エラー（リリースを止める）", Level.WARNING: "注意", Level.INFO: "お知らせ"},
        "parts": ("表示", "原因", "直し方", "判断を記録するなら", "例"),
    },
    "en": {
        "intro": "Every finding that `bouhan check`, `bouhan release` and `bouhan verify` can report. "
        "`{…}` stands for a value of the case at hand. How to answer them: [answer the findings](../how-to/findings.md).\n",
        "levels": {Level.ERROR: "error (stops a release)", Level.WARNING: "warning", Level.INFO: "information"},
        "parts": ("Message", "Why", "How to correct it", "Or record a decision", "Example"),
    },
}


def reference_pages(model: Model) -> dict[str, str]:
    """Path below the checkout → Markdown."""
    pages = {"docs/w3id.md": redirects_page(model)}
    languages: tuple[tuple[Lang, str], ...] = (("en", ".md"), ("ja", ".ja.md"))
    for lang, ending in languages:
        pages[f"docs/reference/fields{ending}"] = fields_page(model, lang)
        pages[f"docs/reference/codes{ending}"] = codes_page(model, lang)
        pages[f"docs/reference/rules{ending}"] = rules_page(model.rules, lang)
        pages[f"docs/reference/readability{ending}"] = readability_page(model, lang)
    for lang, own, other in (("en", "vocabulary.html", "vocabulary.ja.html"), ("ja", "vocabulary.ja.html", "vocabulary.html")):
        made = "../../schema/generated"
        links = PageLinks(other, *(f"{made}/{name}" for name in ("vocabulary.ttl", "codes.ttl", "shapes.ttl", "context.jsonld")))
        pages[f"docs/reference/{own}"] = vocabulary_page(model, lang, links)
    return pages


def _opening(name: str, title: Mapping[str, str], lang: Lang) -> list[str]:
    return [_MADE, f"# {title[lang]}\n", _OTHER[lang].format(name=name)]


def readability_page(model: Model, lang: Lang) -> str:
    """The rules of machine readability, by level, with what breaking one costs."""
    words = _READABILITY[lang]
    parts = _opening("readability", {"ja": "機械可読性のルール", "en": "Rules of machine readability"}, lang)
    parts.append(f"{words['intro']}\n")
    for level in (1, 2, 3):
        parts.append(f"## {words['level'].format(level=level)}\n\n{words['head']}\n| --- | --- | --- |")
        rules = [rule for rule in model.readability.values() if rule.level == level]
        parts += [
            _row(f"`{rule.id}`", rule.title[lang], words["fatal" if rule.weight == "fatal" else "costs"].format(cost=rule.cost))
            for rule in rules
        ]
        parts.append("")
    return "\n".join(parts) + "\n"


_READABILITY = {
    "ja": {
        "intro": "国の「行政データにおける機械可読性に関するルール」（2026年3月31日）の30項目を、自分たちのことばで書いたものです。"
        "`bouhan readability` とリリースの `metadata/readability.json` が、もとの表とリリースをこれで確かめます。考え方は"
        "[機械可読性](../explanation/machine-readability.ja.md)にあります。各レベルは100点から引きます。",
        "level": "レベル{level}",
        "head": "| 番号 | ルール | 守られていないとき |",
        "fatal": "そのレベルは0点",
        "costs": "−{cost}",
    },
    "en": {
        "intro": "The 30 rules of the government's rules on machine-readable administrative data (31 March 2026), in our own words. "
        "`bouhan readability` and `metadata/readability.json` of each release judge sources and releases by them; how and why: "
        "[machine readability](../explanation/machine-readability.md). Each level begins at 100.",
        "level": "Level {level}",
        "head": "| id | rule | where it is broken |",
        "fatal": "the level is 0",
        "costs": "−{cost}",
    },
}


def fields_page(model: Model, lang: Lang) -> str:
    """Every table and field: type, constraints, property, what it means."""
    parts = _opening("fields", {"ja": "表と項目", "en": "Tables and fields"}, lang)
    for table in model.tables.values():
        parts += list(_table(model, table, lang))
    return "\n".join(parts) + "\n"


def _table(model: Model, table: TableModel, lang: Lang) -> Iterator[str]:
    yield f"## `{table.name}` — {table.title[lang]}\n"
    yield f"{table.description[lang]}\n"
    key, rdf_class, address, stop = {"ja": ("キー", "クラス", "アドレス", ""), "en": ("key", "class", "address", ".")}[lang]
    about = [f"{key} `{' + '.join(table.key)}`"]
    if table.rdf_class:
        about.append(f"{rdf_class} `{table.rdf_class}`")
    if table.iri:
        about.append(f"{address} `{table.iri}`")
    yield {"ja": "、", "en": ", "}[lang].join(about) + f"{stop}\n"
    yield f"{_COLUMNS[lang]['fields']}\n| --- | --- | --- | --- | --- |"
    types = model.code_lists["data_type"].codes
    for item in table.fields:
        kind = types[item.type].label["ja"] if lang == "ja" else item.type
        meaning = f"{item.title[lang]}{': ' if lang == 'en' else '：'}{item.description[lang]}"
        yield _row(f"`{item.name}`", kind, constraints(item, lang), f"`{item.property}`" if item.property else "", meaning)
    if table.conditions:
        yield {"ja": "\n列どうしの決まり:\n", "en": "\nBetween the columns:\n"}[lang]
        yield from (
            f"- {condition.message[lang]}（`{condition.id}`）"
            if lang == "ja"
            else f"- {condition.message[lang]} (`{condition.id}`)"
            for condition in table.conditions
        )
    yield ""


def constraints(item: Field, lang: Lang) -> str:
    """The constraints of a field in words."""
    words = {
        "ja": ("必須", "形式", "最小", "最大", "コード表", "参照先"),
        "en": ("required", "pattern", "from", "to", "codes", "→"),
    }[lang]
    parts = [words[0]] if item.required else []
    values = (item.pattern, item.minimum, item.maximum, item.scheme, item.references)
    parts += [f"{name} `{value}`" for name, value in zip(words[1:], values, strict=True) if value is not None]
    return {"ja": "、", "en": "; "}[lang].join(parts)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def codes_page(model: Model, lang: Lang) -> str:
    """Every code of every scheme, then the units."""
    parts = _opening("codes", {"ja": "コード表と単位", "en": "Code lists and units"}, lang)
    order: tuple[Lang, Lang] = ("ja", "en") if lang == "ja" else ("en", "ja")
    for code_list in model.code_lists.values():
        parts.append(f"## `{code_list.scheme}` — {code_list.title[lang]}\n")
        parts.append(f"{_COLUMNS[lang]['codes']}\n| --- | --- | --- | --- |")
        parts += [
            _row(f"`{code.code}`", *(code.label[one] for one in order), code.definition[lang])
            for code in code_list.codes.values()
        ]
        parts.append("")
    parts.append(f"## {'単位' if lang == 'ja' else 'Units'}\n\n{_COLUMNS[lang]['units']}\n" + "| --- " * 7 + "|")
    for unit in model.units.values():
        codes = (f"`{code}`" if code else "" for code in (unit.ucum, *_qudt_names(unit), unit.un_cefact))
        parts.append(_row(f"`{unit.unit_id}`", " ".join(unit.spellings), unit.label["en"], *codes))
    return "\n".join(parts) + "\n"


def _qudt_names(unit: Unit) -> tuple[str, str]:
    return unit.qudt.rpartition("/")[2], unit.qudt_broader.rpartition("/")[2]


def rules_page(rules: Mapping[str, Rule], lang: Lang) -> str:
    """Every rule: when it occurs, and what to do about it."""
    words = _RULE_WORDS[lang]
    parts = [*_opening("rules", {"ja": "指摘の一覧", "en": "Findings"}, lang), str(words["intro"])]
    levels = words["levels"]
    assert isinstance(levels, dict)
    for rule in sorted(rules.values(), key=lambda rule: (rule.area, rule.id)):
        texts = (rule.message[lang], rule.cause[lang], rule.fix_source[lang], rule.fix_decision.get(lang, ""), rule.example)
        parts.append(f"## {rule.id}\n\n**{rule.title[lang]}** — {levels[rule.level]}\n")
        parts += [f"- {name}: {_shown(text)}" for name, text in zip(words["parts"], texts, strict=True) if text]
        parts.append("")
    return "\n".join(parts) + "\n"


def _shown(text: str) -> str:
    """A format string as a reader sees it: braces that stand for themselves are written once."""
    return text.replace("{{", "{").replace("}}", "}")


def redirects_page(model: Model) -> str:
    """How the addresses below the permanent base resolve once the redirects are registered there."""
    singles, kinds = _addresses(model)
    root = model.namespace.rpartition("/")[0]
    lines = [
        _MADE,
        "# Addresses / アドレス\n",
        "The redirects below are **not registered yet**; until they are, the addresses identify but do not resolve.",
        "転送は**まだ登録していません**。登録されるまで、アドレスは名前としてだけ働きます。\n",
        f"- Vocabulary: `{model.namespace}`, code lists: `{model.code_base}<scheme>#<code>`",
        f"- Data: `{root}/<LG code>/<kind>/<id>`, where `<kind>` is one of "
        + ", ".join(f"`{kind}`" for kind in kinds)
        + "; and, once in each publication, "
        + ", ".join(f"`{name}`" for name in singles)
        + ".\n",
        f"Rules for the redirect service (Apache) below `{root}/`, with `HOST` standing for the publisher's server, which "
        "holds the newest release (`rdf/`), `vocabulary.html` and `vocabulary.ja.html` (the pages of the vocabulary) and a page for "
        "each address below an LG code. At the addresses of the vocabulary and its code lists, whoever asks for HTML gets the "
        "page, in Japanese where that is asked for first; everything else gets Turtle:\n",
        "```apache",
        "RewriteEngine on",
        *page_redirects(model),
        *(f"RewriteRule {pattern} {target} [R=303,L]" for pattern, target in redirects(model)),
        "```",
    ]
    return "\n".join(lines) + "\n"


def page_redirects(model: Model) -> Iterator[str]:
    """The rules for browsers: each holds under the conditions right before it. ``NE`` keeps the mark of a fragment."""
    paths = [(pattern, target) for pattern, target in redirects(model) if target.endswith(("vocabulary.ttl", "data.ttl"))]
    for language, page in (("^ja", "vocabulary.ja.html"), ("", "vocabulary.html")):
        for pattern, target in paths:
            yield "RewriteCond %{HTTP_ACCEPT} text/html"
            if language:
                yield f"RewriteCond %{{HTTP:Accept-Language}} {language}"
            place = "" if target.endswith("vocabulary.ttl") else "#code-$1"
            yield f"RewriteRule {pattern} HOST/{page}{place} [R=303,NE,L]"


def redirects(model: Model) -> list[tuple[str, str]]:
    """(pattern of a path below the permanent base, where it leads); fragments never reach a server."""
    singles, kinds = _addresses(model)
    code = model.code_base.removesuffix("/").rpartition("/")[2]
    vocabulary = model.namespace.rstrip("#/").rpartition("/")[2]
    return [
        (rf"^{vocabulary}(/[0-9]+\.[0-9]+\.[0-9]+)?$", "HOST/rdf/vocabulary.ttl"),
        ("^shapes$", "HOST/rdf/shapes.ttl"),
        (f"^{code}/([a-z_]+)$", "HOST/rdf/data.ttl"),
        (f"^([0-9]{{6}})/({'|'.join(singles)})$", "HOST/$1/$2"),
        (f"^([0-9]{{6}})/({'|'.join(kinds)})/([a-z0-9.-]+)$", "HOST/$1/$2/$3"),
    ]


def _addresses(model: Model) -> tuple[list[str], list[str]]:
    """What stands below a publication's base: names that occur once, and kinds that have ids; sorted."""
    templates = {table.iri for table in model.tables.values()} | {CITY, CREATOR, DATASET, RIGHTS, f"{RUN}/{{version}}"}
    constants = [c for table in model.tables.values() for c in table.constants]
    templates |= {text for c in constants for text in (c.value, c.about) if text and model.expand(text) == text}
    templates |= {item.iri for table in model.tables.values() for item in table.fields}
    below = {text for text in templates if text and not text.startswith("http") and not text.startswith("{")}
    return sorted(text for text in below if "/" not in text), sorted({text.split("/")[0] for text in below if "/" in text})
