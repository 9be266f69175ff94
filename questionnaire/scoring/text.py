"""A scorecard for the terminal: narrow, readable, in one of the edition's languages.

The rule, in words: first what was answered, then postures, lean, paths, the recommendation with
the parts of its lead, and whatever else the depth worked out; every number with its range.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from questionnaire.scoring.scorecard import (
    Estimate,
    Flip,
    LeadPart,
    PathResult,
    PostureScore,
    Scorecard,
)
from questionnaire.scoring.words import words
from questionnaire.vocabulary import Verdict

WIDTH = 78
FEW = 5


class Names:
    """The edition's texts in one language, by kind and key; the key where a text is missing."""

    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self.language = language
        self.main = (document.get("languages") or ["en"])[0]
        self.word = words(language)
        self._texts: dict[tuple[str, str], str] = {}
        for category in document["categories"]:
            for question in category["questions"]:
                self._take("question", question["key"], question.get("ask"))
                for option in question.get("options", ()):
                    self._take("option", f"{question['key']}.{option['key']}", option.get("text"))
        for path in document["paths"]:
            self._take("path", path["key"], path.get("name"))
            for one in path["requirements"]:
                self._take("requirement", f"{path['key']}.{one['key']}", one.get("text"))
        for kind, part, field in (
            ("tension", "tensions", "name"), ("action", "actions", "text"),
            ("done", "actions", "done_when"), ("milestone", "milestones", "name"),
            ("reversal", "reversal", "text"),
        ):  # fmt: skip
            for one in document.get(part, ()):
                self._take(kind, one["key"], one.get(field))

    def _take(self, kind: str, key: str, text: Mapping[str, str] | None) -> None:
        said = text or {}
        self._texts[kind, key] = said.get(self.language) or said.get(self.main) or key

    def of(self, kind: str, key: str) -> str:
        """The text, or the key itself."""
        return self._texts.get((kind, key), key)

    def value(self, question: str, value: Any) -> str:
        """An answer's value in words."""
        if value is None:
            return self.word["unanswered"]
        if isinstance(value, list | tuple):
            return " + ".join(self.of("option", f"{question}.{one}") for one in value)
        if isinstance(value, int | float):
            return f"{value:g}"
        return self.of("option", f"{question}.{value}")


def render(card: Scorecard, document: Mapping[str, Any], language: str = "en") -> str:
    """The whole scorecard as text, ending in a newline."""
    names = Names(document, language)
    head = (_head, _postures, _paths, _recommendation, _estimates)
    parts = (*head, _steps, _ladder, _turning, _firm)
    return "\n".join(line for part in parts for line in part(card, names)) + "\n"


def _title(text: str) -> list[str]:
    return ["", text, "-" * len(text)]


def _item(text: str, indent: int = 2) -> list[str]:
    lead = " " * indent
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=lead + "  ", break_long_words=False
    )


def _head(card: Scorecard, names: Names) -> Iterator[str]:
    word = names.word
    yield f"{word['edition']} {card.edition}, {word['scoring']} {card.scoring_version}"
    states = [f"{len(card.answered)} {word['of']} {len(card.reachable)} {word['answered']}"]
    states += [f"{len(card.unknown)} {word['unknown']}"] if card.unknown else []
    states += [f"{len(card.other)} {word['other']}"] if card.other else []
    yield ", ".join(states)


def _postures(card: Scorecard, names: Names) -> Iterator[str]:
    word = names.word
    yield from _title(word["postures"])
    for one in card.postures:
        yield from _item(_posture(one, names))
    lean = card.lean
    value = "-" if lean.value is None else f"{lean.value:+.0f}"
    yield from _item(
        f"{word['lean']:<13}{value:>4}  [{lean.low:+.0f}, {lean.high:+.0f}]  "
        f"{word['contested']} {lean.contested:.0%}, "
        f"{lean.answered} {word['of']} {lean.asked} {word['answered']}"
    )


def _posture(one: PostureScore, names: Names) -> str:
    word = names.word
    score = "-" if one.score is None else f"{one.score:.0f}"
    proven = "-" if one.evidenced is None else f"{one.evidenced:.0f}"
    return (
        f"{word[one.posture]:<13}{score:>4}  [{one.low:.0f}, {one.high:.0f}]  {word[one.band]}, "
        f"{word['evidenced']} {proven}, {one.answered} {word['of']} {one.asked} {word['answered']}"
    )


def _paths(card: Scorecard, names: Names) -> Iterator[str]:
    yield from _title(names.word["paths"])
    for path in sorted(card.paths, key=lambda one: one.rank):
        yield from _item(_path(path, names))
        for one in path.requirements:
            if one.verdict is not Verdict.MET and one.kind == "must":
                text = names.of("requirement", f"{path.key}.{one.key}")
                yield from _item(f"{names.word[one.verdict]}: {text}", 6)


def _path(path: PathResult, names: Names) -> str:
    word = names.word
    out = f", {word['knocked']}" if path.knocked_out else ""
    return (
        f"{path.rank}. {names.of('path', path.key)}: {path.fit:.0f} "
        f"[{path.low:.0f}, {path.high:.0f}] ({word['pull']} {path.pull:.0f}, "
        f"{word['readiness']} {path.readiness:.0f}){out}"
    )


def _recommendation(card: Scorecard, names: Names) -> Iterator[str]:
    word, one = names.word, card.recommendation
    yield from _title(word["recommendation"])
    if one.path is None:
        yield from _item(word["nothing"])
        return
    path = names.of("path", one.path)
    if one.least_broken:
        yield from _item(f"{word['least']} {path}.")
    elif one.runner_up is None or one.margin is None:
        yield from _item(f"{path}.")
    else:
        rival = names.of("path", one.runner_up)
        if one.close:
            yield from _item(f"{word['close']} {path}, {rival} ({one.margin:.1f}).")
        else:
            yield from _item(f"{path} {word['leads']} {rival} {word['by']} {one.margin:.1f}:")
        for part in one.lead[:FEW]:
            yield from _item(f"{part.points:+6.1f}  {_lead_name(part, names)}", 4)
    if one.deciders:
        yield from _item(f"{word['decide']}:")
        for key in one.deciders:
            yield from _item(names.of("question", key), 4)


def _lead_name(part: LeadPart, names: Names) -> str:
    if part.requirement is not None:
        return names.of("requirement", part.requirement)
    return names.of("question", part.question) if part.question else names.word["positions"]


def _estimates(card: Scorecard, names: Names) -> Iterator[str]:
    yield from _title(names.word["computed"])
    for one in card.estimates:
        yield from _item(_estimate(one, names))


def _estimate(one: Estimate, names: Names) -> str:
    if one.usual is None:
        gaps = ", ".join(one.missing)
        return f"{one.key}: - ({names.word['missing']}: {gaps})" if gaps else f"{one.key}: -"
    return f"{one.key}: {one.usual:.4g} {one.unit} [{one.low:.3g}, {one.high:.3g}]"


def _steps(card: Scorecard, names: Names) -> Iterator[str]:
    if card.tensions:
        yield from _title(names.word["tensions"])
        for tension in card.tensions:
            text = names.of("tension", tension.key)
            behind = ", ".join(tension.questions)
            yield from _item(f"{names.word[tension.severity]}: {text} ({behind})")
    if card.actions:
        yield from _title(names.word["actions"])
        for action in card.actions:
            yield from _item(f"+{action.gain:.0f}  {names.of('action', action.key)}")
            yield from _item(f"{names.word['done']}: {names.of('done', action.key)}", 6)


def _ladder(card: Scorecard, names: Names) -> Iterator[str]:
    if not card.milestones:
        return
    word = names.word
    yield from _title(word["milestones"])
    for one in card.milestones:
        when = f"{one.month_low:.0f}-{one.month_high:.0f} {word['months']}"
        said = word["met"] if one.verdict is Verdict.MET else f"{word[one.verdict]}, {when}"
        yield from _item(f"{names.of('milestone', one.key)}: {said}")


def _turning(card: Scorecard, names: Names) -> Iterator[str]:
    if not card.reversal and card.switching_cost is None:
        return
    word = names.word
    yield from _title(word["reversal"])
    if card.switching_cost is not None:
        yield from _item(f"{word['switching']}: {word[card.switching_cost]}")
    for one in card.reversal:
        yield from _item(f"{one.direction}, {one.part}: {names.of('reversal', one.key)}")


def _firm(card: Scorecard, names: Names) -> Iterator[str]:
    word = names.word
    if card.flips:
        yield from _title(word["flips"])
        for flip in card.flips[:FEW]:
            yield from _item(_flip(flip, names))
    if card.robustness is not None:
        yield from _title(f"{word['robust']} {card.robustness.draws} {word['draws']}")
        shares: Sequence[Any] = sorted(card.robustness.shares, key=lambda one: -one.first)
        for share in shares:
            yield from _item(f"{share.first:4.0%}  {names.of('path', share.key)}")
    if card.find_out:
        yield from _title(word["find"])
        for one in card.find_out[:FEW]:
            yield from _item(f"{one.swing:5.1f}  {names.of('question', one.question)}")


def _flip(flip: Flip, names: Names) -> str:
    moves = "; ".join(
        f"{names.of('question', change.question)} "
        f"{names.value(change.question, change.before)} -> "
        f"{names.value(change.question, change.after)}"
        for change in flip.changes
    )
    return f"{names.of('path', flip.path)} ({flip.fit:.0f}): {moves}"
