"""The sum behind one number of a scorecard: ``--explain KEY``.

KEY is a posture (funding, community, safety), ``lean``, a path's key, an estimate's key, or
``lead`` (the recommendation's margin).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from questionnaire.scoring.scorecard import (
    Estimate,
    LeanScore,
    PathResult,
    PostureScore,
    Recommendation,
    Scorecard,
)
from questionnaire.scoring.text import Names


def keys(card: Scorecard) -> tuple[str, ...]:
    """Everything that can be explained."""
    return (
        *(one.posture for one in card.postures),
        "lean",
        "lead",
        *(one.key for one in card.paths),
        *(one.key for one in card.estimates),
    )


def explain(
    card: Scorecard, key: str, document: Mapping[str, Any], language: str = "en"
) -> str | None:
    """The number's parts, one a line, and their sum; None for a key that is none of ``keys``."""
    names = Names(document, language)
    tables: dict[str, Callable[[], Iterator[str]]] = {}
    tables |= {one.posture: partial(_posture, one, names) for one in card.postures}
    tables |= {"lean": partial(_lean, card.lean, names)}
    tables |= {"lead": partial(_lead, card.recommendation, names)}
    tables |= {one.key: partial(_path, one, names) for one in card.paths}
    tables |= {one.key: partial(_estimate, one, names) for one in card.estimates}
    return "\n".join(tables[key]()) + "\n" if key in tables else None


def _posture(one: PostureScore, names: Names) -> Iterator[str]:
    word = names.word
    for part in sorted(one.contributions, key=lambda part: part.gained - part.possible):
        claim = f" ({part.claim})" if part.claim else ""
        text = names.of("question", part.question)
        yield f"{part.gained:7.2f} {word['of']} {part.possible:5.2f}  {text}{claim}"
    yield f"{_number(one.score)}  {word['sum']} [{one.low:.1f}, {one.high:.1f}]"


def _lean(one: LeanScore, names: Names) -> Iterator[str]:
    for part in sorted(one.contributions, key=lambda part: -abs(part.points)):
        yield f"{part.points:+7.2f}  {names.of('question', part.question)}"
    yield f"{_number(one.value)}  {names.word['sum']} [{one.low:+.1f}, {one.high:+.1f}]"


def _lead(one: Recommendation, names: Names) -> Iterator[str]:
    for part in one.lead:
        text = names.of("question", part.question) if part.question else names.word["positions"]
        if part.requirement is not None:
            text = names.of("requirement", part.requirement)
        yield f"{part.points:+7.2f}  {text}"
    yield f"{_number(one.margin)}  {names.word['sum']}"


def _path(one: PathResult, names: Names) -> Iterator[str]:
    word = names.word
    yield f"{one.pull:7.2f}  {word['pull']}"
    yield f"{one.readiness:7.2f}  {word['readiness']}"
    for requirement in one.requirements:
        text = names.of("requirement", f"{one.key}.{requirement.key}")
        behind = ", ".join(requirement.questions)
        yield f"    {requirement.kind} {word[requirement.verdict]}: {text} ({behind})"
    yield f"{one.fit:7.2f}  {word['sum']} [{one.low:.1f}, {one.high:.1f}]"


def _estimate(one: Estimate, names: Names) -> Iterator[str]:
    word = names.word
    for name, value in one.inputs:
        said = f"{value:.6g}" if isinstance(value, int | float) else value
        yield f"    {name} = {said}"
    for key in one.missing:
        yield f"    {word['missing']}: {names.of('question', key)}"
    if one.usual is not None:
        yield f"{one.usual:.6g} {one.unit} [{one.low:.4g}, {one.high:.4g}]"
    yield f"    {word['source']}: {one.source}"


def _number(value: float | None) -> str:
    return "      -" if value is None else f"{value:7.2f}"
