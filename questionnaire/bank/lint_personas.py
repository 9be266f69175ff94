"""Personas are the bank's unit tests: each must come out as expected; no Django."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.bank.content import Content, Persona
from questionnaire.bank.findings import Finding, error
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.faults import Said
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import Stage


def persona_findings(content: Content) -> Iterator[Finding]:
    """Personas that come out otherwise, and paths that no persona comes to."""
    rubric = compile_rubric(content.document())
    reached = set()
    for persona in content.personas:
        card = score_persona(rubric, persona)
        if persona.stage not in set(Stage):
            unknown = Said("“%(stage)s” is no stage that a venture can choose", stage=persona.stage)
            mend = Said("write one of %(all)s", all=", ".join(Stage))
            yield error(f"personas/{persona.key}.yaml", "stage", unknown, mend)
        reached.add(card.recommendation.path)
        file = f"personas/{persona.key}.yaml"
        for place, problem in persona_differences(persona, card):
            mend = Said("mend the bank, or accept the outcome by writing it into the persona")
            yield error(file, f"expect.{place}", problem, mend)
    for path in content.paths:
        if path.key not in reached:
            mend = Said("add a persona that is recommended it")
            yield error("paths.yaml", path.key, Said("no persona comes to this path"), mend)


def score_persona(rubric: Rubric, persona: Persona) -> Scorecard:
    """A persona's scorecard, without what takes long."""
    return score(rubric, persona_sheet(persona), Depth.REPORT)


def persona_sheet(persona: Persona) -> Sheet:
    """A persona's answers as scoring reads them."""
    return {
        key: Answer(value=one.value, unknown=one.unknown, other=one.other, claim=one.claim)
        for key, one in persona.answers.items()
    }


def persona_differences(persona: Persona, card: Scorecard) -> Iterator[tuple[str, str]]:
    """Where the outcome is not the one expected: (place, problem)."""
    expect, came = persona.expect, card.recommendation
    if came.path != expect.path:
        yield "path", _otherwise(expect.path, came.path or "-")
    if expect.close is not None and came.close != expect.close:
        yield "close", _otherwise(_close(expect.close), _close(came.close))
    bands = {one.posture: one.band for one in card.postures}
    for posture, band in expect.bands.items():
        if bands[posture] != band:
            yield f"bands.{posture}", _otherwise(Said(band), Said(bands[posture]))
    held = {one.key for one in card.tensions}
    offered = {one.key for one in card.actions}
    for place, wanted, got in (
        ("tensions", expect.tensions, held),
        ("actions", expect.actions, offered),
    ):
        for key in wanted:
            if key not in got:
                yield place, Said("expected %(key)s, which does not hold", key=key)


def _otherwise(wanted: str, got: str) -> str:
    return Said("expected %(wanted)s, came out as %(got)s", wanted=wanted, got=got)


def _close(close: bool) -> str:
    return Said("too close to call") if close else Said("a clear lead")
