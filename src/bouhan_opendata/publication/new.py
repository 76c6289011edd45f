"""A publication folder for any city, ready to fill."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from bouhan_opendata import disk
from bouhan_opendata.errors import PublicationError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.publication.codes import is_lg_code, lg_check_digit

_SETTINGS = """\
# 公開の設定。TODO と書いた所を埋めてください。TODO のままの値は、どこにも出力されません。
# Settings of this publication. Fill what says TODO; a TODO never flows into an output.
publisher:
  name: {{ja: {name}, en: "TODO: the city's name in English"}}
  lg_code: "{code}"
  corporate_number: "TODO: 13桁の法人番号"
  url: "TODO: https://…"
  contact: "TODO: 問い合わせ先"
# 自治体でない人が作るときは、その名前。なければ自治体が作ったものとして示されます。
# Who makes the data, if not the city: without it, the city is shown as the maker.
# creator: {{ja: "○○研究会", en: "The study group"}}
slug: bouhan-{code}
base_iri: https://w3id.org/bouhan/{code}/
title: {{ja: {title}, en: "TODO: title in English"}}
description:
  ja: {description}
  en: "TODO: description in English"
keywords: {{ja: [防犯, 施策, 取組み], en: [crime prevention, policy measures]}}
# CC-BY-4.0 | PDL1.0 | CC0-1.0 | CC-BY-2.1-JP
license: "TODO: CC-BY-4.0 などから選ぶ"
license_confirmed: false
status: sample      # sample | official
review: none        # none | check | all: 統計にする前に人が確かめる読み取り / readings a person confirms before they are statistics
# 位置(度)。なければ書かれない。/ Where the city is, in degrees; left out where not known.
# centroid: {{longitude: "139.7", latitude: "35.6"}}
# bbox: {{west: "139.6", south: "35.5", east: "139.8", north: "35.7"}}
# 目録に載せるファイルと、リリースのフォルダを置くアドレス(どちらも省略できる)
# What catalogues show, and the address where the folder of releases is put (both may be left out).
# distributions: [overview_figures, overview_activities, workbook, package, turtle]
# download_url: https://…/releases/
releases: []        # - {{version: 0.1.0, date: 2020-04-01, notes: {{ja: はじめての公開, en: First release}}}}
"""
_SOURCES = """\
# 受け取った表。ファイルは直さずに、このフォルダに置きます。
# The tables as received; the files stand in this folder and are never edited.
sources: []
# - id: s001
#   file: 令和元年度.md
#   title: 防犯指針に基づく令和元年度の取組み
#   fiscal_year: 2019
#   received_on: 2020-06-01
"""
_CURATION = {
    "register.yaml": "# ID の台帳。公開した ID は変えません。プログラムが書き足します。/ Ids ever given out; appended by the program.\nids: []\n",
    "decisions.yaml": "# 読み取りについて人が決めたこと。/ What people decided about the reading.\ndecisions: []\n",
    "organisation.yaml": "# 課の名称変更・統合・分割・廃止。/ Departments renamed, merged, split or abolished.\nchanges: []\n# - {id: r001, date: 2021-04-01, kind: renamed, from: d001, to: d024, evidence: 組織規則の改正}\n",
    "notes.yaml": "# 説明。/ Explanations.\nnotes: []\n",
    "translations.yaml": "# 英訳。日本語が変わると使われなくなります。/ English; stale when the Japanese changes.\ntranslations: []\n",
}


def init_publication(folder: Path, code: str, name: str, model: Model) -> list[Path]:
    """Make the folder. Raises ``PublicationError`` for a wrong check digit or a folder that is not empty."""
    if not isinstance(code, str) or not is_lg_code(code):
        code = str(code)
        known = code[:5] if len(code) >= 5 and code[:5].isdecimal() and code.isascii() else ""
        right = known + lg_check_digit(known) if known else ""
        hint = {
            "ja": f"先頭の5桁からは {right} になります。" if right else "",
            "en": f" Its first five digits give {right}." if right else "",
        }
        raise PublicationError(model.rules["lg-code-wrong"], Place(), code=code, hint=hint)
    if folder.exists() and not folder.is_dir():
        raise PublicationError(model.rules["not-a-folder"], Place(file=str(folder)), path=str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise PublicationError(model.rules["folder-not-empty"], Place(file=str(folder)), folder=str(folder))
    if not isinstance(name, str) or not name.strip() or "TODO" in name or any(map(_is_odd, name)):
        raise PublicationError(model.rules["city-name-wrong"], Place(), name=name)
    files = {"publication.yaml": _SETTINGS.format(code=code, **_texts(name.strip())), "sources/sources.yaml": _SOURCES}
    files |= {f"curation/{file}": text for file, text in _CURATION.items()}
    made = []
    for file, text in files.items():
        path = folder / file
        disk.make_folder(path.parent)
        disk.replace(path, text.encode())
        made.append(path)
    return made


def _texts(name: str) -> dict[str, str]:
    """The texts that hold the city's name, quoted so that no name can break the file."""
    texts = {
        "name": name,
        "title": f"{name}の防犯施策と取組み",
        "description": f"{name}の防犯指針に基づく施策、担当課、年度ごとの取組みと、そこに書かれた数です。",
    }
    return {key: json.dumps(text, ensure_ascii=False) for key, text in texts.items()}


def _is_odd(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Cf", "Zl", "Zp", "Cn")
