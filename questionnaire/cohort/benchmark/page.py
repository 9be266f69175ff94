"""How a venture stands beside the others of a cohort, round by round, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import POSTURES
from questionnaire.cohort.benchmark.actions import agreed
from questionnaire.cohort.benchmark.charts import beside
from questionnaire.cohort.benchmark.figures import LEAST
from questionnaire.cohort.benchmark.models import BenchmarkLine, BenchmarkRelease
from questionnaire.cohort.models import Enrolment
from questionnaire.cohort.narrowing import CATEGORY
from questionnaire.cohort.page import column_name
from questionnaire.people.actor import Actor
from questionnaire.report.charts import Caption
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.vocabulary import RoundKind


@dataclass(frozen=True, slots=True)
class Told:
    """One number in words. half: between which values the middle half of the others lies; withheld:
    why nothing is said of them, empty where something is."""

    key: str
    name: str
    own: str
    others: int
    half: str
    median: str
    place: str
    withheld: str
    chart: SafeString | None


@dataclass(frozen=True, slots=True)
class RoundTold:
    """A round that was compared."""

    kind: str
    name: str
    closed_on: dt.date
    rows: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class BenchmarkPage:
    """Whether the venture wants to be compared, and every round that was; the newest first."""

    agrees: bool
    least: int
    rounds: tuple[RoundTold, ...]


def round_names() -> dict[str, str]:
    """What the rounds are called."""
    return {
        str(RoundKind.INTAKE): _("Intake"),
        str(RoundKind.MIDTERM): _("Mid-term"),
        str(RoundKind.DEMODAY): _("Demo day"),
    }


def benchmark_page(enrolment: Enrolment, actor: Actor) -> BenchmarkPage:
    """What was said to this venture. Three queries."""
    tongue = tongue_of(edition_by_id(enrolment.cohort.edition_id))
    mine = BenchmarkLine.objects.visible_to(actor).filter(enrolment=enrolment)
    lines: dict[object, list[BenchmarkLine]] = {}
    for line in mine:
        lines.setdefault(line.round_id, []).append(line)
    made = BenchmarkRelease.objects.filter(round__cohort=enrolment.cohort_id)
    rounds = made.select_related("round").order_by("-round__closes_on", "-pk")
    names = round_names()
    return BenchmarkPage(
        agrees=agreed(enrolment),
        least=LEAST,
        rounds=tuple(
            RoundTold(
                kind=one.round.kind,
                name=names[one.round.kind],
                closed_on=one.round.closes_on,
                rows=tuple(_rows(tongue, lines[one.round_id], one.round.kind)),
            )
            for one in rounds
            if one.round_id in lines
        ),
    )


def _rows(tongue: Tongue, lines: Iterable[BenchmarkLine], kind: str) -> Iterable[Told]:
    known = {line.measure: line for line in lines}
    for key, name in measure_names(tongue).items():
        if line := known.get(key):
            yield _told(tongue, line, name, kind)


def measure_names(tongue: Tongue) -> dict[str, str]:
    """Every measure in the order in which it is told."""
    keys = (*POSTURES, *(f"{CATEGORY}{one.key}" for one in tongue.texts.categories))
    return {key: column_name(tongue, key) for key in ("lean", *keys)}


def _told(tongue: Tongue, line: BenchmarkLine, name: str, kind: str) -> Told:
    signed = line.measure == "lean"
    own = tongue.figure(line.own, signed=signed)
    if line.beside is None:
        return Told(line.measure, name, own, line.others, "", "", "", _why(line), None)
    lower, middle, upper, percentile = line.beside
    half = tongue.span(lower, upper, signed=signed)
    median = tongue.figure(middle, signed=signed)
    desc = _(
        "You: about %(own)s. The middle half of %(others)s others: %(half)s, median %(median)s."
    ) % {"own": own, "others": tongue.figure(line.others), "half": half, "median": median}
    caption = Caption(f"beside-{kind}-{line.measure}", name, desc)
    chart = beside(caption, line.own, (lower, middle, upper), -100 if signed else 0)
    place = _place(tongue.share(percentile / 100), signed)
    return Told(line.measure, name, own, line.others, half, median, place, "", chart)


def _place(share: str, leans: bool) -> str:
    """Where the venture stands; the lean has no better end."""
    if leans:
        return _("About %(share)s of the others lean more to closed.") % {"share": share}
    return _("About %(share)s of the others have fewer points.") % {"share": share}


def _why(line: BenchmarkLine) -> str:
    if line.withheld == "few":
        return _("Fewer than %(least)s others show this number.") % {"least": LEAST}
    return _(
        "Almost the same ventures as in an earlier round: what changed between the two would be "
        "that of a few."
    )
