"""The reference pages of docs/: fields, codes, rules and addresses, made from the definition in Japanese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bouhan_opendata.findings import Rule
from bouhan_opendata.iri import CITY, CREATOR, DATASET, RIGHTS, RUN
from bouhan_opendata.model import Field, Model, TableModel, Unit

_MADE = "<!-- made by `bouhan generate`; edit schema/ instead -->\n"


def reference_pages(model: Model) -> dict[str, str]:
    """Path below the checkout → Markdown."""
    return {
        "docs/reference/fields.md": fields_page(model),
        "docs/reference/codes.md": codes_page(model),
        "docs/reference/rules.md": rules_page(model.rules),
        "docs/w3id.md": redirects_page(model),
    }


def fields_page(model: Model) -> str:
    """Every table and field: type, constraints, property, what it means."""
    parts = [_MADE, "# Tables and fields / 表と項目\n"]
    for table in model.tables.values():
        parts += list(_table(model, table))
    return "\n".join(parts) + "\n"


def _table(model: Model, table: TableModel) -> Iterator[str]:
    yield f"## `{table.name}` — {table.title['ja']} / {table.title['en']}\n"
    yield f"{table.description['ja']}\n\n{table.description['en']}\n"
    about = [f"key `{' + '.join(table.key)}`"]
    if table.rdf_class:
        about.append(f"class `{table.rdf_class}`")
    if table.iri:
        about.append(f"address `{table.iri}`")
    yield ", ".join(about) + ".\n"
    yield "| field | type | constraints | property | meaning |\n| --- | --- | --- | --- | --- |"
    for item in table.fields:
        cells = (f"`{item.name}`", item.type, constraints(item), f"`{item.property}`" if item.property else "", _meaning(item))
        yield "| " + " | ".join(_escaped(cell) for cell in cells) + " |"
    yield ""


def constraints(item: Field) -> str:
    """The constraints of a field in words."""
    parts = ["required"] if item.required else []
    pairs = (
        ("pattern", item.pattern),
        ("from", item.minimum),
        ("to", item.maximum),
        ("codes", item.scheme),
        ("→", item.references),
    )
    return "; ".join([*parts, *(f"{name} `{value}`" for name, value in pairs if value is not None)])


def _meaning(item: Field) -> str:
    return f"{item.title['ja']} / {item.title['en']}: {item.description['en']}"


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


def codes_page(model: Model) -> str:
    """Every code of every scheme, then the units."""
    parts = [_MADE, "# Code lists / コード一覧\n"]
    for code_list in model.code_lists.values():
        parts.append(f"## `{code_list.scheme}` — {code_list.title['ja']} / {code_list.title['en']}\n")
        parts.append("| code | ja | en | definition |\n| --- | --- | --- | --- |")
        for code in code_list.codes.values():
            cells = (f"`{code.code}`", code.label["ja"], code.label["en"], code.definition["en"])
            parts.append("| " + " | ".join(_escaped(cell) for cell in cells) + " |")
        parts.append("")
    parts.append("## Units / 単位\n")
    parts.append("| id | written | en | UCUM | QUDT, the same | QUDT, wider | UN/CEFACT |\n" + "| --- " * 7 + "|")
    for unit in model.units.values():
        codes = (f"`{code}`" if code else "" for code in (unit.ucum, *_qudt_names(unit), unit.un_cefact))
        row = (f"`{unit.unit_id}`", " ".join(unit.spellings), unit.label["en"], *codes)
        parts.append("| " + " | ".join(_escaped(cell) for cell in row) + " |")
    return "\n".join(parts) + "\n"


def _qudt_names(unit: Unit) -> tuple[str, str]:
    return unit.qudt.rpartition("/")[2], unit.qudt_broader.rpartition("/")[2]


def rules_page(rules: Mapping[str, Rule]) -> str:
    """Every rule: when it occurs, and how to mend it, in both languages."""
    parts = [_MADE, "# Findings / 指摘\n"]
    for rule in sorted(rules.values(), key=lambda rule: (rule.area, rule.id)):
        parts.append(f"## {rule.id}\n\n*{rule.level}* · {rule.area}\n")
        for lang, words in (
            ("ja", ("表示", "原因", "元を直す", "判断する")),
            ("en", ("Says", "Why", "Mend the source", "Decide")),
        ):
            texts = (rule.message[lang], rule.cause[lang], rule.fix_source[lang], rule.fix_decision.get(lang, ""))
            parts.append(f"**{rule.title[lang]}**\n")
            parts += [f"- {name}: {text}" for name, text in zip(words, texts, strict=True) if text]
            parts.append("")
        if rule.example:
            parts.append(f"例 / Example: {rule.example}\n")
    return "\n".join(parts) + "\n"


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
        "holds the newest release (`rdf/`) and a page for each address below an LG code:\n",
        "```apache",
        "RewriteEngine on",
        *(f"RewriteRule {pattern} {target} [R=303,L]" for pattern, target in redirects(model)),
        "```",
    ]
    return "\n".join(lines) + "\n"


def redirects(model: Model) -> list[tuple[str, str]]:
    """(pattern of a path below the permanent base, where it leads); fragments never reach a server."""
    singles, kinds = _addresses(model)
    code = model.code_base.removesuffix("/").rpartition("/")[2]
    vocabulary = model.namespace.rstrip("#/").rpartition("/")[2]
    return [
        (rf"^{vocabulary}(/[0-9]+\.[0-9]+\.[0-9]+)?$", "HOST/rdf/vocabulary.ttl"),
        ("^shapes$", "HOST/rdf/shapes.ttl"),
        (f"^{code}/[a-z_]+$", "HOST/rdf/data.ttl"),
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
