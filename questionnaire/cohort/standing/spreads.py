"""How a cohort is spread, as plain values with the charts drawn: heatmaps, postures, the scatter,
and from round to round."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from questionnaire.cohort import charts
from questionnaire.cohort.aggregate import POSTURES, Counts, Row, Spread, quantile, spread
from questionnaire.cohort.models import Round
from questionnaire.cohort.page import cell_in, ventures_words
from questionnaire.cohort.standing.counting import BIN, COURSES
from questionnaire.cohort.standing.reading import Read
from questionnaire.markup import joined
from questionnaire.people.models import stage_word
from questionnaire.report.charts import Caption, Course, course_chart
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import band_words, edges_of, lean_ends
from questionnaire.vocabulary import RoundKind

MOST_MARKS = 60
"""More ventures than this are drawn as columns, not as marks."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Ventures against something: heads as (posture key or "", name), rows as (venture, stage, its
    cells)."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, SafeString], ...]
    medians: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpreadTold:
    """How one posture is spread over the cohort; chart is None while nobody shows it."""

    posture: str
    name: str
    count: str
    words: str
    chart: SafeString | None


# ---------------------------------------------------------------- heatmaps


def by_category(tongue: Tongue, read: Read, required: Sequence[str]) -> Heat:
    """The ventures of this page against categories; medians of all that match."""
    names = {one.key: one.name for one in tongue.texts.categories}
    heads = tuple(("", names[key]) for key in read.places.shown)
    return _heat(tongue, read, read.places.scores, heads, required)


def by_posture(tongue: Tongue, read: Read) -> Heat:
    """The same against postures."""
    heads = tuple((key, posture_name(tongue, key)) for key in POSTURES)
    return _heat(tongue, read, {key: key for key in POSTURES}, heads)


def _heat(
    tongue: Tongue,
    read: Read,
    columns: Mapping[str, str],
    heads: tuple[tuple[str, str], ...],
    required: Sequence[str] = (),
) -> Heat:
    medians = (quantile(read.counted.numbers[column], 2) for column in columns.values())
    return Heat(
        heads=heads,
        rows=tuple(
            (row.name, stage_word(row.stage),
             joined(cell_in(tongue, row, key, required).shaded for key in columns))
            for row in read.rows
        ),
        medians=tuple("" if one is None else tongue.figure(one) for one in medians),
    )  # fmt: skip


# ---------------------------------------------------------------- postures


def spread_told(tongue: Tongue, read: Read, posture: str) -> SpreadTold:
    """How many stand where, in words and drawn."""
    found = spread(read.counted.numbers[posture], edges_of(tongue))
    name = posture_name(tongue, posture)
    count = ventures_words(tongue, found.size)
    words = [
        tongue.say("%(weak)s weak, %(mixed)s mixed, %(firm)s firm.",
                   weak=tongue.figure(found.weak), mixed=tongue.figure(found.mixed),
                   firm=tongue.figure(found.firm))
    ]  # fmt: skip
    if found.low is not None and found.high is not None and found.size > 3:
        words.append(tongue.say("Half of them: %(span)s.", span=tongue.span(found.low, found.high)))
    return SpreadTold(
        posture, name, count, " ".join(words), _drawn(tongue, posture, name, count, found)
    )


def _drawn(tongue: Tongue, posture: str, name: str, count: str, found: Spread) -> SafeString | None:
    if found.median is None or found.low is None or found.high is None:
        return None
    middle = tongue.say("median %(figure)s", figure=tongue.figure(found.median))
    desc = tongue.say(
        "%(count)s, %(span)s, %(median)s.",
        count=count, span=tongue.span(min(found.counts), max(found.counts)), median=middle,
    )  # fmt: skip
    caption = Caption(f"chart-spread-{posture}", name, desc)
    quartiles = (found.low, found.median, found.high)
    if found.size > MOST_MARKS:
        return charts.columns(caption, posture, found.counts, quartiles, middle, edges_of(tongue))
    values = [value for value, number in found.counts.items() for _ in range(number)]
    return charts.strip(caption, posture, values, quartiles, middle, edges_of(tongue))


# ---------------------------------------------------------------- the scatter


def scatter_told(tongue: Tongue, read: Read) -> dict[str, Any]:
    """Lean against a posture: numbered where all that match are on this page, else marks, or
    fields where there are too many for marks."""
    posture = read.scatter.posture
    name = posture_name(tongue, posture)
    drawn = sum(read.scatter.counts.values())
    missing = read.counted.size - drawn
    numbered = read.all_here
    listed = _listed(tongue, read, posture) if numbered else []
    return {
        "posture": posture,
        "name": name,
        "chart": _scatter_chart(tongue, read, name, drawn, listed) if drawn else None,
        "listed": listed,
        "fields": [] if numbered else _corners(tongue, read),
        "missing": tongue.listed([row.name for row in read.rows if not _both(row, posture)])
        if numbered and missing <= 10
        else "",
        "missing_count": missing,
        "missing_words": tongue.figure(missing),
        "choices": [(key, posture_name(tongue, key)) for key in POSTURES],
    }


def _both(row: Row, posture: str) -> bool:
    return row.lean.value is not None and row.postures[posture].value is not None


def _listed(tongue: Tongue, read: Read, posture: str) -> list[tuple[str, str, str, str, str]]:
    return [
        (str(place), row.name, stage_word(row.stage),
         tongue.figure(row.lean.value or 0, signed=True),
         tongue.figure(row.postures[posture].value or 0))
        for place, row in enumerate((one for one in read.rows if _both(one, posture)), 1)
    ]  # fmt: skip


def _scatter_chart(
    tongue: Tongue, read: Read, name: str, drawn: int, listed: Sequence[tuple[str, ...]]
) -> SafeString:
    posture = read.scatter.posture
    title = tongue.say("Lean against %(posture)s", posture=name)
    desc = tongue.say("%(number)s ventures by lean and %(posture)s.",
                      number=tongue.figure(drawn), posture=name)  # fmt: skip
    if listed:
        desc = "; ".join(
            tongue.say("%(name)s: lean %(lean)s, %(posture)s %(score)s",
                       name=who, lean=lean, posture=name, score=score)
            for _, who, _, lean, score in listed
        )  # fmt: skip
    caption = Caption("chart-scatter", title, desc)
    frame = (edges_of(tongue), band_words(tongue), lean_ends(tongue))
    if read.scatter.in_fields:
        return charts.field(caption, posture, read.scatter.counts, BIN, *frame)
    return charts.scatter(caption, posture, _dots(read, posture, numbered=bool(listed)), *frame)


def _dots(read: Read, posture: str, *, numbered: bool) -> list[charts.Dot]:
    if numbered:
        rows = [row for row in read.rows if _both(row, posture)]
        return [
            charts.Dot(str(place), row.lean.value or 0, row.postures[posture].value or 0)
            for place, row in enumerate(rows, 1)
        ]
    return [charts.Dot("", lean, score) for lean, score in read.scatter.counts]


def _corners(tongue: Tongue, read: Read) -> list[tuple[str, list[str]]]:
    """What the picture says, counted: the three bands against closed and open."""
    sums: dict[tuple[int, int], int] = {}
    low, high = edges_of(tongue)
    for (lean, score), number in read.scatter.counts.items():
        if read.scatter.in_fields:
            side, height = int(lean * BIN >= 100), score * BIN
        else:
            side, height = int(lean >= 0), score
        band = 0 if height < low else 2 if height >= high else 1
        sums[band, side] = sums.get((band, side), 0) + number
    return [
        (word, [tongue.figure(sums.get((band, side), 0)) for side in (0, 1)])
        for band, word in reversed(list(enumerate(band_words(tongue))))
    ]


# ---------------------------------------------------------------- from round to round


def round_words(tongue: Tongue) -> dict[str, str]:
    """The kinds of rounds."""
    return {
        RoundKind.INTAKE: tongue.say("Intake"),
        RoundKind.MIDTERM: tongue.say("Mid-term"),
        RoundKind.DEMODAY: tongue.say("Demo day"),
    }


def courses_told(tongue: Tongue, read: Read, today: dt.date) -> dict[str, Any] | None:
    """Medians in each round that has begun, and now; the others by name. None without rounds."""
    if not read.rounds:
        return None
    names = round_words(tongue)
    places: list[Round | None] = [*(one for one in read.rounds if one.opens_on <= today), None]
    ids: list[uuid.UUID | None] = [one.pk if one else None for one in places]
    words = [_moment(tongue, names[one.kind], one, today) if one else tongue.say("now")
             for one in places]  # fmt: skip

    def counts(at: uuid.UUID | None, name: str) -> Counts:
        return read.courses.get((at, name), {})

    medians = {name: tuple(quantile(counts(at, name), 2) for at in ids) for name in COURSES}
    heads = [(key, posture_name(tongue, key)) for key in POSTURES]
    labels = [*(name for _, name in heads), tongue.say("Lean")]
    return {
        "heads": heads,
        "rows": [
            (word, one, tongue.figure(max(sum(counts(at, key).values()) for key in COURSES)),
             [(label, _figure(tongue, medians[key][place], signed=key == "lean"))
              for label, key in zip(labels, COURSES, strict=True)])
            for place, (word, one, at) in enumerate(zip(words, places, ids, strict=True))
        ],
        "to_come": [(names[one.kind], one.opens_on) for one in read.rounds if one.opens_on > today],
        "chart": _course_chart(tongue, medians, words),
    }  # fmt: skip


def _moment(tongue: Tongue, name: str, one: Round, today: dt.date) -> str:
    """A round, and that its numbers still move where it is open."""
    return tongue.say("%(round)s, still open", round=name) if one.closes_on >= today else name


def _figure(tongue: Tongue, value: int | None, *, signed: bool = False) -> str:
    return "" if value is None else tongue.figure(value, signed=signed)


def _course_chart(
    tongue: Tongue, medians: Mapping[str, tuple[int | None, ...]], words: Sequence[str]
) -> SafeString | None:
    known = {key: medians[key] for key in POSTURES if any(one is not None for one in medians[key])}
    if not known:
        return None
    desc = "; ".join(
        f"{posture_name(tongue, key)}: "
        + ", ".join(f"{word} {_figure(tongue, one) or '–'}" for word, one in
                    zip(words, values, strict=True))
        for key, values in known.items()
    )  # fmt: skip
    caption = Caption("chart-courses", tongue.say("Medians from round to round"), desc)
    rules = [(edge, tongue.figure(edge)) for edge in (0, *edges_of(tongue), 100)]
    drawn = [Course(key, values) for key, values in known.items()]
    return course_chart(caption, drawn, (0, 100), rules, words, open_end=True)
