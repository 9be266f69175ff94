"""The report page put together: what narrative says, with the charts drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString

from questionnaire.bank.queries import OpenEdition
from questionnaire.report import charts
from questionnaire.report.charts import Caption
from questionnaire.report.intake import score_sheet
from questionnaire.report.narrative import (
    answers,
    ladder,
    lead,
    matrix,
    money,
    next_steps,
    paths,
    standing,
    verdict,
)
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something told, and its chart."""

    told: Any
    chart: SafeString


def tongue_of(edition: OpenEdition, lang: str | None = None) -> Tongue:
    """The reader's language over one edition; Django's catalogues say the site's sentences."""
    wording = edition.wording(lang or translation.get_language() or "en")
    return Tongue(translation, wording, edition.rubric.rules, rubric=edition.rubric)


def contradictions(edition: OpenEdition, sheet: Sheet) -> tuple[next_steps.TensionTold, ...]:
    """The contradictions between the answers of a sheet, heaviest first."""
    card = score_sheet(edition, sheet, Depth.REPORT).as_json()
    tongue = replace(tongue_of(edition), asked=frozenset(card["reachable"]))
    return next_steps.tell_tensions(tongue, card, sheet)


def report_page(
    tongue: Tongue,
    card: Mapping[str, Any],
    sheet: Sheet,
    notes: Mapping[str, tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """Everything the report template shows, as plain values."""
    tongue = replace(tongue, asked=frozenset(card["reachable"]))
    told_paths = paths.tell_paths(tongue, card, sheet)
    best = next((path for path in told_paths if path.standing in ("best", "close")), None)
    return {
        "verdict": verdict.tell_verdict(tongue, card, sheet),
        "postures": draw_postures(tongue, standing.tell_postures(tongue, card, sheet)),
        "lean": draw_lean(tongue, standing.tell_lean(tongue, card, sheet)),
        "paths": draw_paths(told_paths, paths.best_fit(card)),
        "best_path": best,
        "lead": lead.tell_lead(tongue, card, sheet),
        "matrix": draw_matrix(matrix.tell_matrix(tongue, card, sheet)),
        "drivers": answers.tell_drivers(tongue, card, sheet),
        "tensions": next_steps.tell_tensions(tongue, card, sheet),
        "actions": next_steps.tell_actions(tongue, card, sheet),
        "flips": next_steps.tell_flips(tongue, card, sheet, opened=True),
        "robustness": draw_robustness(next_steps.tell_robustness(tongue, card)),
        "find_out": next_steps.tell_find_out(tongue, card, sheet),
        "estimates": money.tell_estimates(tongue, card, sheet),
        "ladder": draw_ladder(ladder.tell_ladder(tongue, card, sheet)),
        "turns": answers.tell_reversal(tongue, card, sheet),
        "switching": answers.switching_sentence(tongue, card),
        "categories": answers.tell_answers(tongue, card, sheet, notes),
        "sources": answers.tell_sources(tongue, card),
        "rules": tongue.rules,
        "edition_key": card["edition"],
        "scoring_version": card["scoring_version"],
        "contents": contents(tongue),
    }


def contents(tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """The report's parts, for the list "on this page"."""
    return (
        ("standing", tongue.say("Where you stand")),
        ("paths", tongue.say("The six paths")),
        ("matrix", tongue.say("Where the points come from")),
        ("drivers", tongue.say("What moves your scores")),
        ("tensions", tongue.say("Answers that contradict")),
        ("actions", tongue.say("What to do next")),
        ("flips", tongue.say("What would flip it")),
        ("robustness", tongue.say("How robust it is")),
        ("find-out", tongue.say("Find out first")),
        ("money", tongue.say("Money and compute")),
        ("milestones", tongue.say("Milestones on your runway")),
        ("reversal", tongue.say("If you turn round")),
        ("answers", tongue.say("All answers")),
        ("sources", tongue.say("Sources")),
    )


# ---------------------------------------------------------------- drawing


def edges_of(tongue: Tongue) -> tuple[float, float]:
    """The marks between weak, mixed and firm."""
    return tongue.rules.weak_below, tongue.rules.firm_from


def band_words(tongue: Tongue) -> tuple[str, str, str]:
    """The three bands in words."""
    return tongue.say("weak"), tongue.say("mixed"), tongue.say("firm")


def lean_ends(tongue: Tongue) -> tuple[str, str]:
    """What stands at the two ends of the lean."""
    return tongue.say("−100 closed"), tongue.say("open +100")


def draw_postures(
    tongue: Tongue, told: tuple[standing.PostureTold, ...], *, small: bool = False
) -> list[Drawn]:
    """Postures with their bullets."""
    bands = None if small else band_words(tongue)
    return [
        Drawn(
            one,
            charts.posture_bullet(
                Caption(f"chart-posture-{one.key}", one.title, one.desc),
                one.key, one.score, one.low, one.high, one.evidenced, edges_of(tongue), bands,
            ),
        )
        for one in told
    ]  # fmt: skip


def draw_lean(tongue: Tongue, told: standing.LeanTold, *, small: bool = False) -> Drawn:
    """The lean with its scale."""
    ends = None if small else lean_ends(tongue)
    caption = Caption("chart-lean", told.title, told.desc)
    return Drawn(told, charts.lean_scale(caption, told.value, told.low, told.high, ends))


def draw_paths(told: tuple[paths.PathTold, ...], best: float | None) -> list[Drawn]:
    """Paths with their fit bars."""
    return [
        Drawn(
            one,
            charts.fit_bar(
                Caption(f"chart-path-{one.key}", one.title, one.desc),
                one.fit, one.low, one.high, best,
                first=one.standing in ("best", "close"), out=one.standing == "out",
            ),
        )
        for one in told
    ]  # fmt: skip


def draw_matrix(told: matrix.Matrix) -> dict[str, Any]:
    """The matrix with a shade for each cell; and by key, where the answers behind a row stand."""
    opened = {one.key for one in told.behind}
    return {
        "postures": told.postures,
        "rows": [
            (
                one.name,
                [(cell.words, shade(cell.share)) for cell in one.cells],
                one.key if one.key in opened else "",
            )
            for one in told.rows
        ],
        "totals": told.totals,
        "behind": told.behind,
    }


def shade(share: float | None) -> str:
    """A cell's class; hatched where there is nothing to shade."""
    return "withheld" if share is None else charts.heat_class(share)


def draw_robustness(told: next_steps.RobustnessTold | None) -> Drawn | None:
    """The shares as one bar."""
    if told is None:
        return None
    caption = Caption("chart-robustness", told.title, told.desc)
    return Drawn(told, charts.share_bar(caption, [one.share for one in told.shares]))


def draw_ladder(told: ladder.Ladder) -> dict[str, Any]:
    """The ladder: one row for each rung, all on one time line."""
    return {
        "told": told,
        "ticks": told.ticks,
        "rungs": [
            Drawn(
                one,
                charts.runway_row(
                    Caption(f"chart-milestone-{one.key}", one.name, one.desc),
                    one.low, one.high, told.months, told.cash, one.state,
                ),
            )
            for one in told.rungs
        ],
    }  # fmt: skip
