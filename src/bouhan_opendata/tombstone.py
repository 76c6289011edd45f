"""What stands where a withdrawn release stood: which version, since when, why, and what had been published by then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "tombstone.json"
PAGE = "WITHDRAWN.md"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A withdrawn release. ``date`` is ISO 8601, ``why`` by language; ``highest``: the highest version published by then."""

    version: str
    date: str
    why: Mapping[str, str]
    highest: str

    def reason(self, lang: str) -> str:
        """Why, in a language, or in Japanese where nothing is said in that one."""
        return self.why.get(lang) or self.why.get("ja", "—")

    def as_json(self) -> bytes:
        """The file that marks the release as withdrawn."""
        body = {"version": self.version, "withdrawn": self.date, "why": dict(self.why), "highest_version": self.highest}
        return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()

    def as_page(self) -> bytes:
        """The same for a person who comes upon the folder."""
        lines = [f"# {self.version} は撤回されました / Withdrawn", "", f"- 撤回した日 / Withdrawn on: {self.date}"]
        lines += [f"- 理由: {self.reason('ja')}"]
        lines += [f"- Reason: {self.why['en']}"] if self.why.get("en") else []
        lines += ["", "この版のデータは使わないでください。写しをお持ちの方は、`releases/latest` が示す版に替えてください。"]
        lines += ["Do not use the data of this version. Replace copies of it by the version that `releases/latest` names.", ""]
        lines += ["`metadata/addresses.csv` は、この版までに公開したアドレスの一覧です。"]
        lines += ["`metadata/addresses.csv` lists the addresses that had been published up to this version."]
        return ("\n".join(lines) + "\n").encode()


def tombstone_in(folder: Path) -> Tombstone | None:
    """The tombstone in a release folder, if it was withdrawn; one that cannot be read still says that it was."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        body: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        body = None
    said = body if isinstance(body, dict) else {}
    why = said.get("why")
    reasons = {str(lang): str(text) for lang, text in why.items()} if isinstance(why, dict) else {}
    return Tombstone(folder.name, str(said.get("withdrawn", "—")), reasons, str(said.get("highest_version", folder.name)))
