"""A release, opened: a folder or a zip as tables, graph and query. Reads only; never writes, never fetches."""

from __future__ import annotations

import importlib.metadata
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from bouhan_opendata.errors import PackageError, UsageError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.package import Table
from bouhan_opendata.tabular.csv_tables import read_rows
from bouhan_opendata.tabular.described import described_model
from bouhan_opendata.tombstone import tombstone_in

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

SUMS = "SHA256SUMS"
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''|"  # long strings
    r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'|"  # strings
    r"<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n]*|"  # addresses, comments
    r"[?$]\w+|@[A-Za-z][\w-]*|(?:\w[\w.-]*)?:(?:[\w:%.-]|\\.)*|"  # variables, languages, prefixed names
    r"(?P<word>\w+)",
    re.DOTALL,
)
"""The tokens of SPARQL 1.1 (section 19.8) as far as words may hide in them; a bare word is a keyword."""


def _would_fetch(sparql: str) -> bool:
    """Whether a query has SERVICE or LOAD among its keywords, also when written with ``\\u`` escapes (section 19.2)."""
    decoded = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U0010([0-9A-Fa-f]{4})|\\U000([0-9A-Fa-f]{5})", _unescaped, sparql)
    words = {(token["word"] or "").upper() for text in (sparql, decoded) for token in _TOKEN.finditer(text)}
    return bool(words & {"SERVICE", "LOAD"})


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[0][2:], 16))


def is_release(path: Path) -> bool:
    """Whether a path is to be opened as a release and not read as a source: any folder, or a zip that holds a descriptor."""
    if path.is_dir():
        return True
    if not path.is_file() or not _begins_like_a_zip(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.split("/")[-1] == "datapackage.json" and name.count("/") <= 1 for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _begins_like_a_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _refuse_withdrawn(path: Path, model: Model) -> None:
    if (stone := tombstone_in(path)) is not None:
        params = {"date": stone.date, "why": {lang: stone.reason(lang) for lang in ("ja", "en")}, "needed": "—"}
        raise PackageError(model.rules["release-withdrawn"], Place(file=path.name), version=stone.version, **params)


class Release:
    """One release. ``release["measures"]`` is a table; ``graph()`` an ``rdflib.Graph``; ``query(…)`` answers SPARQL."""

    def __init__(self, path: Path, model: Model) -> None:
        self.path = path
        self.model = model
        self._zip: zipfile.ZipFile | None = None
        self._prefix = ""
        if path.is_dir():
            _refuse_withdrawn(path, model)
            if not (path / "datapackage.json").is_file():
                raise PackageError(model.rules["not-a-release"], Place(file=path.name), path=path.name)
        elif path.is_file() and _begins_like_a_zip(path):
            try:
                self._zip = zipfile.ZipFile(path)
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
                problem = {"ja": f"{fault}", "en": f"{fault}"}
                raise PackageError(model.rules["zip-damaged"], Place(file=path.name), name=path.name, problem=problem) from fault
            self._prefix = self._zip_prefix()
        else:
            raise PackageError(model.rules["not-a-release"], Place(file=path.name), path=path.name)
        self.made_by, described = self._described()
        self.is_other_version = described is not None
        """Made by another version of this library: its tables are those that its own descriptor describes."""
        self.model = described or model

    def _described(self) -> tuple[str, Model | None]:
        """The version of the library that made it (empty where it does not say), and its own tables if that is another."""
        try:
            body = json.loads(self.read("datapackage.json"))
        except (ValueError, RecursionError, PackageError):
            return "", None
        key = f"{self.model.prefix}:library_version"
        made_by = str(body.get(key, "")) if isinstance(body, dict) else ""
        if not made_by or made_by == importlib.metadata.version("bouhan_opendata"):
            return made_by, None
        return made_by, described_model(self.model, body)

    @property
    def title(self) -> str:
        """The Japanese title of the release, as its descriptor has it; empty where it has none."""
        body = json.loads(self.read("datapackage.json"))
        return str(body.get("title") or "") if isinstance(body, dict) else ""

    def _zip_prefix(self) -> str:
        assert self._zip is not None
        tops = [name for name in self._zip.namelist() if name.split("/")[-1] == "datapackage.json" and name.count("/") <= 1]
        if len(tops) != 1:
            raise PackageError(self.model.rules["not-a-release"], Place(file=self.path.name), path=self.path.name)
        return tops[0].removesuffix("datapackage.json")

    def __enter__(self) -> Release:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the zip, if it is one."""
        if self._zip is not None:
            self._zip.close()

    def files(self) -> list[str]:
        """Every file of the release, by its path inside, sorted."""
        if self._zip is not None:
            names = [i.filename for i in self._zip.infolist() if not i.is_dir() and i.filename.startswith(self._prefix)]
            return sorted(name[len(self._prefix) :] for name in names)
        return sorted(p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file() and not p.is_symlink())

    def open(self, name: str) -> BinaryIO:
        """A file of the release as a binary stream. Raises ``PackageError`` when there is none, or when it lies outside."""
        parts = PurePosixPath(name).parts
        is_odd = any(sign in name for sign in ("\\", ":", "\0")) or any(len(part.encode()) > 255 for part in parts)
        if not parts or name.startswith("/") or ".." in parts or is_odd:
            raise PackageError(self.model.rules["file-missing"], Place(file=name), name=name)
        try:
            if self._zip is not None:
                return self._zip.open(self._prefix + name)  # type: ignore[return-value]
            target = self.path / name
            if not target.resolve().is_relative_to(self.path.resolve()) or not target.is_file():
                raise FileNotFoundError(name)
            return target.open("rb")
        except (KeyError, FileNotFoundError) as fault:
            raise PackageError(self.model.rules["file-missing"], Place(file=name), name=name) from fault

    def read(self, name: str) -> bytes:
        """The bytes of a file of the release. Raises ``PackageError`` when there is none, or when the zip is damaged."""
        try:
            with self.open(name) as stream:
                return stream.read()
        except PackageError:
            raise
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
            if self._zip is None:
                raise
            raise PackageError(self.model.rules["zip-damaged"], Place(file=name), name=name, problem=str(fault)) from fault

    def checksums(self) -> dict[str, str]:
        """What ``SHA256SUMS`` vouches for: name → hash. Raises ``PackageError`` where it is missing."""
        lines = self.read(SUMS).decode("utf-8", "replace").splitlines()
        return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.model.tables if f"data/{name}.csv" in set(self.files()))

    def __getitem__(self, name: str) -> Table:
        """A table by name, typed. Raises ``UsageError`` for a table the model does not have."""
        if name not in self.model.tables:
            raise UsageError(self.model.rules["no-such-table"], name=name, known="、".join(self.model.tables))
        table = self.model.tables[name]
        return Table(table, read_rows(table, self.read(f"data/{name}.csv"), self.model.rules))

    def graph(self) -> rdflib.Graph:
        """The whole release as one ``rdflib.Graph``: the data and the vocabulary."""
        import rdflib

        graph = rdflib.Graph()
        graph.parse(data=self.read("rdf/data.ttl"), format="turtle")
        graph.parse(data=self.read("rdf/vocabulary.ttl"), format="turtle")
        return graph

    @cached_property
    def _store(self) -> pyoxigraph.Store:
        import pyoxigraph

        store = pyoxigraph.Store()
        store.load(self.read("rdf/data.nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
        store.load(self.read("rdf/vocabulary.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
        return store

    def query(self, sparql: str) -> list[dict[str, Any]] | bool | rdflib.Graph:
        """Answer a SPARQL query over the release, in the process and without network.

        SELECT gives a list of rows (variable → plain Python value, ``None`` where unbound), ASK a boolean, CONSTRUCT and
        DESCRIBE an ``rdflib.Graph``. The prefixes of the vocabulary need not be declared. Raises ``UsageError`` for a
        query that is not SPARQL 1.1 or that would fetch (SERVICE, LOAD).
        """
        import pyoxigraph

        if not isinstance(sparql, str):
            raise UsageError(self.model.rules["query-refused"], problem=type(sparql).__name__)
        if _would_fetch(sparql):
            raise UsageError(self.model.rules["query-refused"], problem="SERVICE / LOAD")
        try:
            answer = self._store.query(sparql, prefixes=dict(self.model.prefixes))
        except (SyntaxError, ValueError, OSError) as fault:
            raise UsageError(self.model.rules["query-refused"], problem=str(fault)) from fault
        if isinstance(answer, pyoxigraph.QueryBoolean):
            return bool(answer)
        if isinstance(answer, pyoxigraph.QueryTriples):
            return _as_graph(answer)
        names = [variable.value for variable in answer.variables]
        return [{name: _plain(solution[name]) for name in names} for solution in answer]


def _plain(term: Any) -> Any:
    """A term as a plain value: numbers and booleans as such, everything else as text."""
    import rdflib

    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None or datatype.value.endswith(("#string", "#langString")):
        return term.value
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype.value)).toPython()


def _as_graph(triples: Any) -> rdflib.Graph:
    import pyoxigraph
    import rdflib

    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph()
    graph.parse(data=data, format="nt")
    return graph
