"""Two to four ventures of a cohort side by side, as plain values: what each shows, line by line."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from questionnaire.assessment.joined import SHARES
from questionnaire.cohort.aggregate import POSTURES, Row
from questionnaire.cohort.disclosure import Disclosure, read_disclosure
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.page import (
    Cell,
    TableRow,
    cell_in,
    column_name,
    table_row,
)
from questionnaire.cohort.standing.columns import Places, row_from
from questionnaire.cohort.standing.reading import READ, standings
from questionnaire.cohort.withheld import sharing_words
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.rests import Rests

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Line:
    """A number of each venture under one name."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Words of one venture; empty: in place of none; untold: of how many more it is not known;
    withheld: whether nothing of it is shared at all."""

    words: tuple[str, ...]
    empty: str
    untold: str
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Lists:
    """Words of each venture under one name."""

    name: str
    lists: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A venture that is looked at, and what it shares."""

    row: Row
    shared: Disclosure


def chosen_ids(said: Sequence[str]) -> list[uuid.UUID]:
    """The ventures that an address names, each once; what is no id is left out."""
    found: dict[uuid.UUID, None] = {}
    for one in said[:100]:
        try:
            found[uuid.UUID(one)] = None
        except ValueError:
            continue
    return list(found)[:MOST]


def chosen_rows(cohort: Cohort, places: Places, ids: Sequence[uuid.UUID]) -> list[Chosen]:
    """They in the order in which they were named. One query; none of another cohort."""
    here = {name: F(f"enrolment__{name}") for name in SHARES}
    rows = standings(cohort, None).filter(enrolment__in=ids)
    found: dict[uuid.UUID, Chosen] = {}
    for one in rows.values(*READ, **{f"said_{name}": column for name, column in here.items()}):
        said = {name: one[f"said_{name}"] for name in SHARES}
        found[one["enrolment_id"]] = Chosen(row_from(one, places), read_disclosure(said))
    return [found[one] for one in ids if one in found]


def sharing(tongue: Tongue, chosen: Sequence[Chosen], rests: Rests) -> list[tuple[str, ...]]:
    """What each shares, what it does not, and what therefore cannot be told."""
    return [sharing_words(tongue, one.row.name, one.shared, rests) for one in chosen]


def heads(tongue: Tongue, rows: Sequence[Row], required: Sequence[str]) -> list[TableRow]:
    """Name, stage, state and path of each."""
    return [table_row(tongue, row, required=required) for row in rows]


def lines(
    tongue: Tongue, places: Places, rows: Sequence[Row], required: Sequence[str]
) -> Iterator[Line]:
    """Every number, with its shade or the reason why there is none."""
    for key in ("margin", "lean", *POSTURES, *places.scores, "runway"):
        shaded = key in POSTURES or key in places.scores
        cells = (cell_in(tongue, row, key, required) for row in rows)
        yield Line(
            column_name(tongue, key),
            tuple(one if shaded or one.shade == "withheld" else Cell(one.words, "")
                  for one in cells),
        )  # fmt: skip


def lists(tongue: Tongue, places: Places, rows: Sequence[Row]) -> list[Lists]:
    """Contradictions, actions and milestones, as far as the answers behind them are shared."""
    texts = tongue.texts
    tensions = {key: texts.tension(key).name for key in places.tensions}
    actions = {key: texts.action(key).text for key in places.actions}
    rungs = {key: texts.milestones[key].name for key in places.milestones}
    return [
        _listed(tongue, tongue.say("Answers that contradict"), tensions,
                [(row.tensions, row.tensions_of) for row in rows]),
        _listed(tongue, tongue.say("Actions needed"), actions,
                [(row.next.actions, row.next.actions_of) for row in rows]),
        _listed(tongue, tongue.say("Milestones reached"), rungs,
                [(row.next.reached, row.next.known) for row in rows]),
    ]  # fmt: skip


def _listed(
    tongue: Tongue, name: str, words: Mapping[str, str],
    keys: Sequence[tuple[Sequence[str], Sequence[str]]],
) -> Lists:  # fmt: skip
    """keys: of each venture, those that are there, and all of which it is shared whether."""
    return Lists(name, tuple(_one(tongue, there, known, words) for there, known in keys))


def _one(
    tongue: Tongue, there: Sequence[str], known: Sequence[str], words: Mapping[str, str]
) -> Listed:
    if not known:
        return Listed((), tongue.say("not shared"), "", withheld=True)
    hidden = len(words.keys() - set(known))
    untold = tongue.count(
        "Of %(number)s more it is not shared.", "Of %(number)s more it is not shared.", hidden
    )
    return Listed(
        tuple(words[key] for key in there if key in words),
        tongue.say("None in what is shared."),
        untold if hidden else "",
    )
