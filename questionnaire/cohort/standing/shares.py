"""What many of a cohort have alike, as plain values: paths, contradictions, actions, the ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from questionnaire.cohort.aggregate import quantile
from questionnaire.cohort.charts import share_line
from questionnaire.cohort.standing.counting import NO_PATH, NOT_SHARED
from questionnaire.cohort.standing.reading import Read
from questionnaire.report.narrative.tongue import Tongue

MOST_NEEDED = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A line: a name, how many ventures, and a bar that says the same. place: of a path."""

    key: str
    name: str
    number: int
    words: str
    bar: SafeString
    place: int | None = None


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
    return _most(tongue, read, read.places.tensions, read.bits.tensions, names)


def actions_told(tongue: Tongue, read: Read) -> list[Share]:
    """Actions that the most ventures need."""
    names = {key: one.text for key, one in tongue.texts.actions.items()}
    return _most(tongue, read, read.places.actions, read.bits.actions, names)[:MOST_NEEDED]


def _most(
    tongue: Tongue, read: Read, keys: Sequence[str], counts: Sequence[int],
    names: Mapping[str, Any],
) -> list[Share]:  # fmt: skip
    submitted = read.counted.states.get("submitted", 0)
    found = sorted(zip(keys, counts, strict=True), key=lambda one: (-one[1], one[0]))
    return [
        Share(
            key, names[key], number,
            tongue.say("%(count)s of %(all)s", count=tongue.figure(number),
                       all=tongue.figure(submitted)),
            share_line(number / max(submitted, 1)),
        )
        for key, number in found
        if number
    ]  # fmt: skip


def ladder_told(tongue: Tongue, read: Read) -> dict[str, Any]:
    """The milestones against the runway, and the runway itself."""
    bits, names = read.bits, tongue.texts.milestones
    rungs = [
        Rung(
            names[key].name,
            *(tongue.figure(one[place])
              for one in (bits.reached, bits.financed, bits.unfinanced, bits.known)),
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
            "%(shown)s venture shows its runway: %(median)s months.",
            "%(shown)s ventures show their runway: median %(median)s months, half of them %(span)s.",
            sum(counts.values()),
            shown=tongue.figure(sum(counts.values())), median=tongue.figure(middle),
            span=tongue.span(low, high),
        )  # fmt: skip
    return {"rungs": rungs, "runway": words}
