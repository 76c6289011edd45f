"""The verbs that ask people and take their answers: ``review``, ``accept``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata.asking import Outcome
from bouhan_opendata.cli.talk import CLEAN, FOUND, print_json, say


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to these verbs."""
    review = verb("review", "ask the departments in a workbook / 確かめてほしいことを確認票(Excel)にする")
    review.add_argument("folder", type=Path, nargs="?", default=Path("datapackage"), metavar="DIR")
    review.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the workbook, or a folder / 確認票の名前"
    )
    review.add_argument("--by-department", action="store_true", help="a workbook for each department / 課ごとに分ける")
    accept = verb("accept", "take the answers of workbooks / 確認票の回答を取り込む")
    accept.add_argument("folder", type=Path, metavar="DIR")
    accept.add_argument("files", type=Path, nargs="+", metavar="FILE", help="workbooks that came back / 返ってきた確認票")
    accept.add_argument("--by", default="", metavar="NAME", help="who answered, where a row does not say / 回答者")
    accept.add_argument("--on", default=None, metavar="D", help="the day, where a row does not say: YYYY-MM-DD / 回答日")


def review(options: argparse.Namespace) -> int:
    """``bouhan review [DIR] -o FILE [--by-department]``."""
    made = bo.review(options.folder, options.output, by_department=options.by_department)
    if options.json:
        print_json({"files": {path.as_posix(): count for path, count in made.items()}})
        return CLEAN
    total = sum(made.values())
    print(say(options, f"おたずね {total} 件", f"{total} questions"))
    for path, count in made.items():
        print(f"  {path.as_posix()}  {count}")
    return CLEAN


def accept(options: argparse.Namespace) -> int:
    """``bouhan accept DIR FILE… [--by NAME] [--on D]``."""
    outcome = bo.accept(options.folder, *options.files, by=options.by, on=options.on)
    is_open = bool(outcome.conflicts or outcome.wrong)
    if options.json:
        print_json(_as_dict(outcome))
        return FOUND if is_open else CLEAN
    counts = (len(outcome.taken), len(outcome.conflicts), len(outcome.wrong), len(outcome.gone), len(outcome.left))
    ja = "取り込んだ回答 {}、食い違い {}、直してほしい回答 {}、済んだか今はない問い {}、残り {} 件"
    en = "answers taken {}, conflicts {}, answers to mend {}, settled or no longer asked {}, left {}"
    print(say(options, ja, en).format(*counts))
    for question, answers in outcome.conflicts:
        print(say(options, f"食い違い: {question.reading}", f"conflict: {question.reading}"))
        for answer in answers:
            told = " ".join(text for text in (answer.choice, answer.label, answer.value, answer.unit, answer.comment) if text)
            print(f"  - {answer.place}  {answer.by}: {told}")
    for answer, why in outcome.wrong:
        print(f"{answer.place}: {say(options, why['ja'], why['en'])}")
    return FOUND if is_open else CLEAN


def _as_dict(outcome: Outcome) -> dict[str, object]:
    return {
        "taken": outcome.taken,
        "conflicts": [
            {"key": question.key, "answers": [{"place": one.place, "by": one.by, "choice": one.choice} for one in answers]}
            for question, answers in outcome.conflicts
        ],
        "wrong": [{"key": answer.key, "place": answer.place, "why": dict(why)} for answer, why in outcome.wrong],
        "gone": [answer.key for answer in outcome.gone],
        "left": len(outcome.left),
    }
