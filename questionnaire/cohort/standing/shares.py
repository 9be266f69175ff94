"""What many of a cohort have alike, as plain values: paths, contradictions, actions, the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from questionnaire.cohort.aggregate import quantile
from questionnaire.cohort.charts import share_line
from questionnaire.cohort.standing.counting import NO_PATH, NOT_SHARED
from questionnaire.cohort.standing.reading import Read
from questionnaire.report.narrative.tongue import Tongue

MOST_NEEDED = 10
WORKSHOP = 5
"""So many ventures with one need are enough for a workshop."""


@dataclass(frozen=True, slots=True)
class Share:
    """A line: a name, how many ventures, and a bar that says the same. place: of a path; hidden: of
    how many it is not known."""

    key: str
    name: str
    number: int
    words: str
    bar: SafeString
    place: int | None = None
    hidden: str = ""

    @property
    def enough(self) -> bool:
        """Whether a workshop is worth it."""
        return self.number >= WORKSHOP


@dataclass(frozen=True, slots=True)
class Rung:
    """A milestone: how many reached it, and whether cash lasts to it, of those that show it."""

    name: str
    reached: str
    financed: str
    unfinanced: str
    known: str
    bar: SafeString


def paths_told(tongue: Tongue, read: Read) -> list[Share]:
    """The recommended paths from closed to open, then those without one, then those not shared."""
    counts = read.counted.paths
    names = [(place, path.key, path.name) for place, path in enumerate(tongue.texts.paths)]
    others = [
        (NO_PATH, "", tongue.say("no direction yet")),
        (NOT_SHARED, "", tongue.say("not shared")),
    ]
    told = sum(counts.get(place, 0) for place, _, _ in names)
    rows = [
        Share(key, name, counts.get(place, 0), tongue.figure(counts.get(place, 0)),
              share_line(counts.get(place, 0) / max(told, 1)), place)
        for place, key, name in names
    ]  # fmt: skip
    return rows + [
        Share(key, name, counts[place], tongue.figure(counts[place]), share_line(0))
        for place, key, name in others
        if counts.get(place)
    ]


def tensions_told(tongue: Tongue, read: Read) -> list[Share]:
    """Contradictions, the one most met first."""
    names = {key: one.name for key, one in tongue.texts.tensions.items()}
    counts = zip(read.places.tensions, read.bits.tensions, read.bits.tensions_of, strict=True)
    return _most(tongue, read, counts, names)


def actions_told(tongue: Tongue, read: Read) -> list[Share]:
    """Actions that the most ventures need."""
    names = {key: one.text for key, one in tongue.texts.actions.items()}
    counts = zip(read.places.actions, read.bits.actions, read.bits.actions_of, strict=True)
    return _most(tongue, read, counts, names)[:MOST_NEEDED]


def _most(
    tongue: Tongue, read: Read, counts: Iterable[tuple[str, int, int]], names: Mapping[str, Any]
) -> list[Share]:
    """counts: key, how many have it, how many show whether they do."""
    found = sorted(counts, key=lambda one: (-one[1], one[0]))
    return [
        Share(key, names[key], number, _of_those(tongue, number, showing),
              share_line(number / max(showing, 1)), hidden=_hidden(tongue, read, showing))
        for key, number, showing in found
        if number
    ]  # fmt: skip


def _of_those(tongue: Tongue, number: int, showing: int) -> str:
    """So many of those that show it."""
    return tongue.count(
        "%(count)s of the %(all)s that shares it", "%(count)s of the %(all)s that share it",
        showing, count=tongue.figure(number), all=tongue.figure(showing),
    )  # fmt: skip


def _hidden(tongue: Tongue, read: Read, showing: int) -> str:
    """Of how many it is not known, who are no zeros."""
    hidden = read.counted.states.get("submitted", 0) - showing
    if hidden <= 0:
        return ""
    return tongue.count(
        "%(hidden)s does not share it", "%(hidden)s do not share it",
        hidden, hidden=tongue.figure(hidden),
    )  # fmt: skip


def unknown_words(tongue: Tongue, read: Read, showing: Sequence[int]) -> str:
    """Of how many nothing is known, as no venture that sent its answers shares it. showing: for
    each, how many do."""
    number = sum(not one for one in showing)
    if not number or not read.counted.states.get("submitted"):
        return ""
    return tongue.count(
        "Of %(number)s nothing is known: no venture shares all the answers behind it.",
        "Of %(number)s nothing is known: no venture shares all the answers behind them.",
        number,
    )


def ladder_told(tongue: Tongue, read: Read) -> dict[str, Any]:
    """The milestones against the runway, and the runway itself."""
    bits, names = read.bits, tongue.texts.milestones
    rungs = [
        Rung(
            name=names[key].name,
            reached=tongue.figure(bits.reached[place]),
            financed=tongue.figure(bits.financed[place]),
            unfinanced=tongue.figure(bits.unfinanced[place]),
            known=tongue.figure(bits.known[place]),
            bar=share_line(bits.reached[place] / max(bits.known[place], 1)),
        )
        for place, key in enumerate(read.places.milestones)
        if bits.known[place]
    ]  # fmt: skip
    counts = read.counted.numbers["runway"]
    low, middle, high = (quantile(counts, quarter) for quarter in (1, 2, 3))
    words = ""
    if low is not None and middle is not None and high is not None:
        words = tongue.count(
            "%(shown)s venture shows its runway: %(median)s months",
            "%(shown)s ventures show their runway: median %(median)s months, half of them %(span)s",
            sum(counts.values()),
            shown=tongue.figure(sum(counts.values())), median=tongue.figure(middle),
            span=tongue.span(low, high),
        )  # fmt: skip
    return {"rungs": rungs, "runway": words}
