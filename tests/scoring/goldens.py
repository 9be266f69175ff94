"""The shipped personas' outcomes, kept as files: ``python -m tests.scoring.goldens`` rewrites them.

Rewrite them after a change that is meant, and read the difference before committing it.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from questionnaire.bank.canonical import content_hash
from questionnaire.bank.content import Content, Persona
from questionnaire.bank.seed import load_content
from questionnaire.scoring.answers import read_sheet
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.explain import explain, keys
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.text import render

FOLDER = Path(__file__).parent / "golden"
EDITION = "2026-11"
SEEDS = Path(__file__).parents[2] / "seeds" / EDITION
DIGITS = 6
FEW = 5
TOLD = {
    # persona: the language in which the terminal tells it
    "harbour-health": "en", "petrel-maritime": "de", "marea-translate": "es", "kestrel-code": "en",
    "quill-finance": "en",
}  # fmt: skip
"""Between them they say all that the terminal can say."""
BEGUN = 9
"""So many answers of a persona that has only begun; the next is no answer, the one after "none"."""


@cache
def shipped() -> Content:
    return load_content(SEEDS)


@cache
def rubric() -> Rubric:
    return compile_rubric(shipped().document())


@cache
def shipped_hash() -> str:
    return content_hash(shipped().document())[:12]


def raw_answers(persona: Persona) -> dict[str, Any]:
    """The persona's answers in the form that the command line reads."""
    return {
        "schema": 1,
        "edition": EDITION,
        "answers": {
            key: one.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
            for key, one in persona.answers.items()
        },
    }


def card_of(persona: Persona) -> Scorecard:
    sheet, faults = read_sheet(rubric(), raw_answers(persona))
    assert faults == [], [str(one) for one in faults]
    return score(rubric(), sheet)


def outcome(card: Scorecard) -> dict[str, Any]:
    """What a person would want to be told of when it changes."""
    whole = card.as_json()
    best = whole["recommendation"]
    found = {
        "made_with": {"scoring": card.scoring_version, "edition": shipped_hash()},
        "postures": {
            one["posture"]: [one[part] for part in ("score", "low", "high", "evidenced", "band")]
            for one in whole["postures"]
        },
        "lean": [whole["lean"][part] for part in ("value", "low", "high", "contested")],
        "paths": {
            one["key"]: [one["rank"], one["pull"], one["readiness"], one["fit"], one["low"],
                         one["high"], one["knocked_out"]]
            for one in whole["paths"]
        },
        "recommendation": [best["path"], best["runner_up"], best["margin"], best["close"],
                           best["least_broken"]],
        "lead": [[p["question"], p["requirement"], p["points"]] for p in best["lead"][:FEW]],
        "estimates": {one["key"]: one["usual"] for one in whole["estimates"]},
        "tensions": [one["key"] for one in whole["tensions"]],
        "actions": {one["key"]: one["gain"] for one in whole["actions"]},
        "milestones": {one["key"]: one["verdict"] for one in whole["milestones"]},
        "reversal": [one["key"] for one in whole["reversal"]],
        "switching_cost": whole["switching_cost"],
        "flips": [
            [one["path"], one["cost"], [[c["question"], c["after"]] for c in one["changes"]]]
            for one in whole["flips"][:FEW]
        ],
        "flip_count": len(whole["flips"]),
        "robustness": {one["key"]: one["first"] for one in whole["robustness"]["shares"]},
        "find_out": [[one["question"], one["swing"]] for one in whole["find_out"][:FEW]],
    }  # fmt: skip
    rounded = _rounded(found)
    assert isinstance(rounded, dict)
    return rounded


def begun() -> Scorecard:
    """The first persona after a few answers, one "don't know yet" and one "none of these fits"."""
    raw = raw_answers(shipped().personas[0])
    asked = list(raw["answers"])
    raw["answers"] = {key: raw["answers"][key] for key in asked[:BEGUN]}
    raw["answers"][asked[BEGUN]] = {"unknown": True}
    raw["answers"]["team-error-cost"] = {"other": "A lottery"}
    sheet, faults = read_sheet(rubric(), raw)
    assert faults == [], [str(one) for one in faults]
    return score(rubric(), sheet)


def told() -> dict[str, str]:
    """What the terminal prints, by the name of its file."""
    document = shipped().document()
    cards = {one.key: card_of(one) for one in shipped().personas if one.key in TOLD}
    texts = {key: render(card, document, TOLD[key]) for key, card in cards.items()}
    texts["begun"] = render(begun(), document)
    texts["nothing"] = render(score(rubric(), {}, Depth.LIVE), document, "de")
    texts |= {
        f"{name}-explained": "\n".join(
            f"{key}\n{explain(card, key, document, language)}" for key in keys(card)
        )
        for name, card, language in (
            ("marea-translate", cards["marea-translate"], "es"), ("begun", begun(), "en"),
            ("harbour-health", cards["harbour-health"], "de"),
        )
    }  # fmt: skip
    return texts


def _rounded(value: Any) -> Any:
    """To so many significant digits; the last bits are no outcome."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if abs(value) > 1e-9 else 0.0
    return value


def write() -> None:
    """Writes all goldens afresh and removes those of personas that are gone."""
    keys = {persona.key for persona in shipped().personas}
    for path in FOLDER.glob("*.json"):
        if path.stem not in keys:
            path.unlink()
    for persona in shipped().personas:
        file, found = FOLDER / f"{persona.key}.json", outcome(card_of(persona))
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        if kept != found and kept.get("made_with") == found["made_with"]:
            sys.exit(
                f"{persona.key} comes out otherwise under the same edition: raise SCORING_VERSION "
                "in questionnaire/scoring/scorecard.py first, so that old reports stay explained."
            )
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, text in told().items():
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
