"""What the fits of a flip were before it, by how much it moves them, and what they are then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.musts import Card, path_of
from questionnaire.report.narrative.tongue import Tongue, path_name
from questionnaire.scoring.paths import Standing, stand
from questionnaire.scoring.reach import hidden_left_out, walk
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.sheet import Answer, Sheet

NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class FigureMoved:
    """A figure today, by how much it moves, and what it is then."""

    name: str
    before: str
    moved: str
    after: str


def tell_moved_fits(
    tongue: Tongue, card: Card, sheet: Sheet, flips: Sequence[Mapping[str, Any]]
) -> tuple[tuple[FigureMoved, ...], ...]:
    """The fits behind each flip; of the second path only where the rules still say which it is."""
    rubric = tongue.rubric
    kept = hidden_left_out(walk(rubric, sheet), sheet) if rubric else {}
    return tuple(tuple(_rows(tongue, card, kept, one)) for one in flips)


def _rows(
    tongue: Tongue, card: Card, sheet: Sheet, one: Mapping[str, Any]
) -> Iterator[FigureMoved]:
    first = _tenths(path_of(card, one["path"])["fit"]), _tenths(one["fit"])
    yield _row(tongue, _fit_of(tongue, one["path"]), *first)
    if one["runner_up_fit"] is None:
        return
    key = _runner_up(tongue.rubric, sheet, one)
    if key is not None:
        second = _tenths(path_of(card, key)["fit"]), _tenths(one["runner_up_fit"])
        yield _row(tongue, _fit_of(tongue, key), *second)
        lead = tongue.say("The lead of the first over the second")
        yield _row(tongue, lead, first[0] - second[0], first[1] - second[1], signed=True)


def _tenths(value: float) -> int:
    return round(10 * half_up(value, 1))


def _fit_of(tongue: Tongue, path: str) -> str:
    return tongue.say("Fit of %(path)s", path=path_name(tongue, path))


def _row(
    tongue: Tongue, name: str, before: int, after: int, *, signed: bool = False
) -> FigureMoved:
    return FigureMoved(
        name,
        tongue.figure(before / 10, 1, signed=signed),
        tongue.figure((after - before) / 10, 1, signed=True),
        tongue.figure(after / 10, 1, signed=signed),
    )


def _runner_up(rubric: Rubric | None, sheet: Sheet, one: Mapping[str, Any]) -> str | None:
    """The path that is second after the flip, as the report was scored."""
    if rubric is None:
        return None
    then = stand(rubric, walk(rubric, {**sheet, **_changes(one)}))
    found = [place for place in then.order[1:] if not then.broken[place]]
    if not found or not _same(then, found[0], one):
        return None
    return rubric.paths[found[0]].key


def _changes(one: Mapping[str, Any]) -> dict[str, Answer]:
    return {
        change["question"]: Answer(
            tuple(change["after"]) if isinstance(change["after"], list) else change["after"]
        )
        for change in one["changes"]
    }


def _same(then: Standing, second: int, one: Mapping[str, Any]) -> bool:
    """Whether the rules of today give what the frozen flip says."""
    return (
        abs(then.fit[then.best] - one["fit"]) < NEAR
        and abs(then.fit[second] - one["runner_up_fit"]) < NEAR
    )
