"""Small publications made for a test: a folder as ``bouhan init`` makes it, filled, with a table of the test's own."""

from __future__ import annotations

from pathlib import Path

import bouhan_opendata as bo

HEADER = ("主要な施策", "担当課", "施策の内容", "平成30年度の取組み", "令和元年度の取組み")
ROW = ("地域の見回り", "安全課", "地域を見回ります。", "・見回り 12回", "・見回り 15回")


def markdown(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, title: str = "防犯計画に基づく取組み") -> str:
    """A document with one table; line feeds in a cell become ``<br>``."""
    lines = [f"# {title}", "", "| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def publish(
    folder: Path,
    *tables: str | bytes,
    years: tuple[int, ...] = (2019, 2020, 2021),
    curation: dict[str, str] | None = None,
    settings: dict[str, str] | None = None,
    layout: str = "",
) -> Path:
    """A filled publication of Shibuya's code with one source for each table; ``settings`` replaces text in its settings."""
    bo.init_publication(folder, "131130", "渋谷区")
    path = folder / "publication.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('"TODO: CC-BY-4.0 などから選ぶ"', "CC-BY-4.0").replace(
        "license_confirmed: false", "license_confirmed: true"
    )
    text = text.replace("releases: []", "releases: [{version: 0.1.0, date: 2020-04-01, notes: {ja: 初版, en: First}}]")
    for old, new in (settings or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    entries = ["sources:"]
    for number, table in enumerate(tables, 1):
        name = f"table{number}.md"
        (folder / "sources" / name).write_bytes(table if isinstance(table, bytes) else table.encode())
        entries += [
            f"  - id: s{number:03d}",
            f"    file: {name}",
            f"    title: 取組み{number}",
            f"    fiscal_year: {years[number - 1]}",
            "    received_on: 2020-03-31",
        ]
        if layout:
            entries.append(f"    layout: {layout}")
    (folder / "sources" / "sources.yaml").write_text("\n".join(entries) + "\n", encoding="utf-8")
    for name, body in (curation or {}).items():
        (folder / "curation" / name).write_text(body, encoding="utf-8")
    return folder
