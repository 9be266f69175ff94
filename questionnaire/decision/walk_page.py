"""The walk's pages as plain values: its beginning, a step, and the comparison at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.decision import steps
from questionnaire.decision.models import Conclusion
from questionnaire.decision.steps import STEPS, Step, StepWords
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative import answers, money, next_steps, standing
from questionnaire.report.narrative.answers import Turn
from questionnaire.report.narrative.money import EstimateTold
from questionnaire.report.narrative.next_steps import TensionTold
from questionnaire.report.narrative.standing import claim_word
from questionnaire.report.narrative.tongue import Said, Tongue, path_name, path_place, said
from questionnaire.report.page import Drawn, draw_postures, report_page, tongue_of
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Ground:
    """A sent report opened for the walk: what every step draws on."""

    report: Report
    edition: OpenEdition
    card: Mapping[str, Any]
    sheet: Sheet
    tongue: Tongue


def open_ground(report: Report) -> Ground:
    """Read a report's answers in the reader's language."""
    edition = edition_by_id(report.submission.edition_id)
    tongue = tongue_of(edition)
    return Ground(
        report=report,
        edition=edition,
        card=report.scorecard,
        sheet=sheet_of_snapshot(edition.rubric, report.submission.answers),
        tongue=replace(tongue, asked=frozenset(report.scorecard["reachable"])),
    )


# ---------------------------------------------------------------- the beginning


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the list: its number, words, and what was concluded there."""

    key: str
    number: int
    words: StepWords
    concluded: str


def step_rows(ground: Ground, concluded: Mapping[str, Conclusion]) -> tuple[StepRow, ...]:
    """The seven steps with what was concluded at each."""
    return tuple(
        StepRow(
            step.key,
            place + 1,
            steps.words_of(step, ground.tongue.say),
            concluded[step.key].text if step.key in concluded else "",
        )
        for place, step in enumerate(STEPS)
    )


# ---------------------------------------------------------------- a step


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer that bears on the step, and how sure it was said to be."""

    said: Said
    claim: str


@dataclass(frozen=True, slots=True)
class AskedBy:
    """A path that asks for something: its sign, name, and how it stands with it."""

    place: int
    name: str
    verdict: str
    word: str


@dataclass(frozen=True, slots=True)
class Must:
    """A must-have that this step decides, and the paths that ask for it."""

    text: str
    paths: tuple[AskedBy, ...]


@dataclass(frozen=True, slots=True)
class StepPage:
    """One question with the venture's own answers and values beside it."""

    key: str
    number: int
    total: int
    words: StepWords
    answers: tuple[AnswerRow, ...]
    not_asked: tuple[str, ...]
    postures: tuple[Drawn, ...]
    estimates: tuple[EstimateTold, ...]
    tensions: tuple[TensionTold, ...]
    musts: tuple[Must, ...]
    turns: tuple[Turn, ...]
    previous: tuple[str, str] | None
    next: tuple[str, str] | None


def step_page(ground: Ground, step: Step) -> StepPage:
    """A step of the walk; what an edition does not have is left out."""
    place = STEPS.index(step)
    keys = steps.questions_of(step, ground.edition.document)
    asked = [key for key in keys if key in ground.card["reachable"]]
    return StepPage(
        key=step.key,
        number=place + 1,
        total=len(STEPS),
        words=steps.words_of(step, ground.tongue.say),
        answers=tuple(_answer(ground, key) for key in asked),
        not_asked=tuple(ground.tongue.texts.question(key).ask for key in keys if key not in asked),
        postures=_postures(ground, step),
        estimates=_estimates(ground, step),
        tensions=_tensions(ground, step.key),
        musts=_musts(ground, step),
        turns=_turns(ground, step),
        previous=_beside(ground, place - 1),
        next=_beside(ground, place + 1),
    )


def _beside(ground: Ground, place: int) -> tuple[str, str] | None:
    if not 0 <= place < len(STEPS):
        return None
    return STEPS[place].key, steps.words_of(STEPS[place], ground.tongue.say).name


def _answer(ground: Ground, key: str) -> AnswerRow:
    answer = ground.sheet.get(key)
    claim = claim_word(ground.tongue, answer.claim) if answer and answer.claim else ""
    return AnswerRow(said(ground.tongue, ground.sheet, key), claim)


def _postures(ground: Ground, step: Step) -> tuple[Drawn, ...]:
    told = standing.tell_postures(ground.tongue, ground.card, ground.sheet)
    wanted = tuple(one for one in told if one.key in step.postures)
    return tuple(draw_postures(ground.tongue, wanted))


def _estimates(ground: Ground, step: Step) -> tuple[EstimateTold, ...]:
    told = money.tell_estimates(ground.tongue, ground.card, ground.sheet)
    return tuple(one for one in told if one.key in step.estimates)


def _tensions(ground: Ground, step: str | None) -> tuple[TensionTold, ...]:
    """The contradictions told at a step; None: those that belong to no single one."""
    at = steps.tensions_by_step(ground.edition.document)
    told = next_steps.tell_tensions(ground.tongue, ground.card, ground.sheet)
    return tuple(one for one in told if at.get(one.key) == step)


def _turns(ground: Ground, step: Step) -> tuple[Turn, ...]:
    lines = [one for one in ground.card["reversal"] if one["part"] in step.turns]
    return answers.tell_reversal(ground.tongue, {**ground.card, "reversal": lines}, ground.sheet)


def _musts(ground: Ground, step: Step) -> tuple[Must, ...]:
    """Each must once, with the paths that ask for it, closed to open."""
    tongue, wanted = ground.tongue, steps.musts_of(step, ground.edition.document)
    words = {
        "met": tongue.say("Met"), "open": tongue.say("Not settled"),
        "broken": tongue.say("Broken"),
    }  # fmt: skip
    found: dict[str, list[AskedBy]] = {}
    for path in ground.card["paths"]:
        for one in path["requirements"]:
            if (path["key"], one["key"]) in wanted:
                found.setdefault(tongue.texts.requirement(path["key"], one["key"]), []).append(
                    AskedBy(
                        path_place(tongue, path["key"]), path_name(tongue, path["key"]),
                        one["verdict"], words[one["verdict"]],
                    )
                )  # fmt: skip
    return tuple(Must(text, tuple(paths)) for text, paths in found.items())


# ---------------------------------------------------------------- the comparison


def compare_page(ground: Ground) -> dict[str, Any]:
    """What the report says about paths, flips and turning back, for its own templates."""
    told = report_page(ground.tongue, ground.card, ground.sheet)
    parts = ("verdict", "paths", "lead", "flips", "robustness", "turns", "switching", "find_out")
    return {
        **{part: told[part] for part in parts},
        "tensions": _tensions(ground, None),
        "open_tensions": len(told["tensions"]),
    }
