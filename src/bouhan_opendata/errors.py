"""The exceptions: the program or the person running it is wrong. Data that is wrong is a finding, not an exception."""

from __future__ import annotations

from typing import Any

from bouhan_opendata.findings import Findings, Lang, Level, Place, Rule


class BouhanError(Exception):
    """Base of all. Says what is there, where, and what to do, in the words of a rule; ``text("ja")`` picks one language."""

    def __init__(self, rule: Rule, place: Place = Place(), **params: Any) -> None:
        super().__init__(rule.id)
        self.rule = rule
        self.place = place
        self.params = params

    def text(self, lang: Lang) -> str:
        """Three beats in one language: the place, the sentence, the remedies."""
        where = self.place.text(lang)
        first = f"{where}: " if where else ""
        remedies = "".join(f"\n  → {words}" for words in self.rule.remedies(self.params, lang))
        return f"{first}{self.rule.sentence(self.params, lang)} [{self.rule.id}]{remedies}"

    def __str__(self) -> str:
        return f"{self.text('en')}\n{self.text('ja')}"


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


class ReleaseExists(BouhanError, FileExistsError):
    """Another release stands under this version; published versions never change."""


class UsageError(BouhanError, ValueError):
    """The call is wrong: an unknown id, a wrong argument, a missing optional library."""


def inline_rule(rule_id: str, ja: str, en: str, fix_ja: str, fix_en: str) -> Rule:
    """A rule for the floors beneath the model, which must speak before ``rules.yaml`` is read."""
    words = {"ja": ja, "en": en}
    fix = {"ja": fix_ja, "en": fix_en}
    return Rule(rule_id, Level.ERROR, "definition", {"ja": rule_id, "en": rule_id}, words, words, fix)
