"""The exceptions: the program or the person running it is wrong. Data that is wrong is a finding, not an exception."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from bouhan_opendata.findings import Findings, Lang, Level, Place, Rule, told_at

_T = TypeVar("_T")


class BouhanError(Exception):
    """Base of all. Says what is there, where, and what to do, in the words of a rule; ``text("ja")`` picks one language."""

    def __init__(self, rule: Rule, place: Place = Place(), **params: Any) -> None:
        super().__init__(rule.id)
        self.rule = rule
        self.place = place
        self.params = params

    def text(self, lang: Lang) -> str:
        """Three beats in one language: the place where the sentence does not name it, the sentence, the remedies."""
        first = told_at(self.place.text(lang), self.rule.sentence(self.params, lang))
        remedies = "".join(f"\n  → {words}" for words in self.rule.remedies(self.params, lang))
        return f"{first} [{self.rule.id}]{remedies}"

    def __reduce__(self) -> tuple[Any, ...]:
        """An exception comes back whole from another process."""
        return _again, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        return f"{self.text('en')}\n{self.text('ja')}"


def _again(kind: type[BouhanError], args: tuple[Any, ...], state: dict[str, Any]) -> BouhanError:
    fault = kind.__new__(kind, *args)
    fault.__dict__.update(state)
    return fault


class ModelError(BouhanError, ValueError):
    """The definition in ``schema/`` is broken; names file and key."""


class PublicationError(BouhanError, ValueError):
    """The publication folder is broken; names file and key path."""


class SourceError(BouhanError, ValueError):
    """A file cannot be read as such a table; says why."""


class UnsafeSource(SourceError):
    """A file was refused before any parser saw it."""


class PackageError(BouhanError, ValueError):
    """A package or a release folder is not what it should be."""


class ReleaseRefused(BouhanError, RuntimeError):
    """A release was refused; ``findings`` says why."""

    def __init__(self, rule: Rule, findings: Findings, place: Place = Place(), **params: Any) -> None:
        super().__init__(rule, place, **params)
        self.findings = findings


class ConversionRefused(ReleaseRefused):
    """Tables were not converted, because their rows break rules; ``findings`` says which and where."""


class ReleaseExists(BouhanError, FileExistsError):
    """Another release stands under this version; published versions never change."""


class UsageError(BouhanError, ValueError):
    """The call is wrong: an unknown id, a wrong argument, a missing optional library."""


class WorkerLost(BouhanError, RuntimeError):
    """A process that did part of the work ended before it was done."""


class FileError(UsageError, OSError):
    """The system refuses a file or folder: no permission, no space, the wrong kind of thing."""


def inline_rule(rule_id: str, ja: str, en: str, fix_ja: str, fix_en: str) -> Rule:
    """A rule for the floors beneath the model, which must speak before ``rules.yaml`` is read."""
    words = {"ja": ja, "en": en}
    fix = {"ja": fix_ja, "en": fix_en}
    return Rule(rule_id, Level.ERROR, "definition", {"ja": rule_id, "en": rule_id}, words, words, fix)


FILE_TROUBLE = inline_rule(
    "file-trouble",
    "{path} を扱えません: {problem}",
    "{path} cannot be used: {problem}",
    "その場所・権限・空き容量を確かめてください。",
    "Check that place, its permissions and the free space.",
)
ARGUMENT_WRONG = inline_rule(
    "argument-wrong",
    "{problem}",
    "{problem}",
    "指定を直して、もう一度実行してください。",
    "Mend it, then run again.",
)
_REASONS = {
    errno.EACCES: ("権限がありません", "permission denied"),
    errno.EPERM: ("権限がありません", "permission denied"),
    errno.ENOENT: ("ありません", "it does not exist"),
    errno.ENOTDIR: ("途中にフォルダでないものがあります", "something on the way is not a folder"),
    errno.EISDIR: ("フォルダです", "it is a folder"),
    errno.EEXIST: ("すでにあります", "it exists already"),
    errno.ENOSPC: ("空き容量がありません", "no space is left"),
    errno.EROFS: ("書き込めない場所です", "it is read-only"),
    errno.ENAMETOOLONG: ("名前が長すぎます", "the name is too long"),
}


@contextmanager
def file_errors() -> Iterator[None]:
    """What the system says of a file, as a :class:`FileError` that names path and remedy. Stands at the doors alone."""
    try:
        yield
    except (BouhanError, BrokenPipeError):
        raise
    except OSError as fault:
        path = str(fault.filename or fault.filename2 or "—")
        said = fault.strerror or str(fault)
        ja, en = _REASONS.get(fault.errno or 0, (said, said))
        raise FileError(FILE_TROUBLE, Place(), path=path, problem={"ja": ja, "en": en}) from fault


def checked_path(value: Any) -> Path:
    """A path that was given to a door. Raises ``UsageError`` for what is none."""
    if isinstance(value, str | Path) and str(value) and "\0" not in str(value):
        return Path(value)
    problem = {"ja": f"{value!r} はファイルの場所ではありません", "en": f"{value!r} is no path"}
    raise UsageError(ARGUMENT_WRONG, problem=problem)


def checked_value(value: Any, kind: type[_T], name: str) -> _T:
    """A value of the kind that a door wants. Raises ``UsageError`` for another."""
    if isinstance(value, kind):
        return value
    found = type(value).__name__
    problem = {"ja": f"{name} が必要ですが、{found} です", "en": f"a {name} is expected, not {found}"}
    raise UsageError(ARGUMENT_WRONG, problem=problem)
