"""The tables that come from the definition alone: units, codes, the data dictionary, and the fiscal years in use."""

from __future__ import annotations

from datetime import date

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.japanese.calendar import fiscal_year_label
from bouhan_opendata.model import Field


def add_reference_tables(draft: Draft) -> None:
    """Fill ``units``, ``unit_spellings``, ``codes`` and ``fields``."""
    model = draft.model
    for unit in model.units.values():
        draft.add(
            "units",
            unit_id=unit.unit_id,
            symbol=unit.symbol,
            label_ja=unit.label["ja"],
            label_en=unit.label["en"],
            quantity_kind=unit.quantity_kind or None,
            ucum=unit.ucum or None,
            qudt=unit.qudt or None,
            qudt_broader=unit.qudt_broader or None,
            un_cefact=unit.un_cefact or None,
        )
        for spelling in unit.spellings:
            draft.add("unit_spellings", unit_id=unit.unit_id, spelling=spelling)
    for scheme, code_list in model.code_lists.items():
        for code in code_list.codes.values():
            draft.add(
                "codes",
                scheme=scheme,
                code=code.code,
                label_ja=code.label["ja"],
                label_en=code.label["en"],
                definition_ja=code.definition["ja"],
                definition_en=code.definition["en"],
                broader=code.broader,
            )
    for table in model.tables.values():
        for item in table.fields:
            draft.add(
                "fields",
                table=table.name,
                field=item.name,
                title_ja=item.title["ja"],
                title_en=item.title["en"],
                description_ja=item.description["ja"],
                description_en=item.description["en"],
                type=item.type,
                unit=item.unit,
                constraints=constraints_text(item) or None,
                property=model.expand(item.property) if item.property else None,
            )


def constraints_text(item: Field) -> str:
    """The constraints of a field in one line: ``required; pattern …; scheme …; references …``."""
    parts = ["required"] if item.required else []
    pairs = (("pattern", item.pattern), ("minimum", item.minimum), ("maximum", item.maximum), ("maxLength", item.max_length))
    parts += [
        f"{name} {value}"
        for name, value in (*pairs, ("codes", item.scheme), ("references", item.references))
        if value is not None
    ]
    return "; ".join(parts)


def add_fiscal_years(draft: Draft) -> None:
    """Fill ``fiscal_years`` with every year that any row names, 1 April to 31 March."""
    years: set[int] = set()
    for table in draft.model.tables.values():
        names = [item.name for item in table.fields if item.references == "fiscal_years"]
        for row in draft.rows.get(table.name, ()):
            years.update(row[name] for name in names if row[name] is not None)
    for year in sorted(years):
        draft.add(
            "fiscal_years",
            fiscal_year=year,
            label_ja=fiscal_year_label(year, "ja"),
            label_en=fiscal_year_label(year, "en"),
            start_date=date(year, 4, 1),
            end_date=date(year + 1, 3, 31),
        )
