"""Money, compute and months: estimates as ranges with their inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.tongue import Said, Tongue, large, power, said, value_words
from questionnaire.scoring.sheet import Sheet

RUN_COUNTED = 3
"""The first version of scoring whose milestones are held against the run's cost as well."""
FLAGS = {"above-1e23": 23, "above-1e25": 25}


@dataclass(frozen=True, slots=True)
class EstimateTold:
    """A computed value. usual is empty where an input is missing; then missing names it."""

    key: str
    name: str
    usual: str
    span: str
    how: str
    inputs: tuple[tuple[str, str], ...]
    missing: tuple[Said, ...]
    sources: tuple[str, ...]


def tell_estimates(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[EstimateTold, ...]:
    """Every computed value, in the order of scoring."""
    return tuple(_estimate(tongue, card, sheet, one) for one in card["estimates"])


def _estimate(tongue: Tongue, card: Card, sheet: Sheet, one: Mapping[str, Any]) -> EstimateTold:
    known = one["usual"] is not None
    return EstimateTold(
        key=one["key"],
        name=estimate_name(tongue, one["key"]),
        usual=_amount(tongue, one["usual"], one["unit"]) if known else "",
        span=_range(tongue, one) if known else "",
        how=_how(tongue, one["key"], card["scoring_version"]),
        inputs=tuple(_input(tongue, name, value) for name, value in one["inputs"]),
        missing=tuple(said(tongue, sheet, key) for key in one["missing"]),
        sources=tuple(part.strip() for part in one["source"].split(",") if part.strip()),
    )


def estimate_name(tongue: Tongue, key: str) -> str:
    """An estimate in words."""
    return {
        "training-flop": tongue.say("Training compute"),
        "gpu-hours": tongue.say("GPU-hours for one run"),
        "cost-usd": tongue.say("Cost of the run"),
        "months-of-runway": tongue.say("Runway"),
        "months-to-usable-model": tongue.say("Months to a usable model"),
        "months-to-first-revenue": tongue.say("Months to first recurring revenue"),
        "money-needed-usd": tongue.say("Money needed to first revenue"),
        "money-secured-usd": tongue.say("Money secured"),
        "money-gap-usd": tongue.say("Gap"),
        "switching-cost": tongue.say("Cost of turning round"),
    }.get(key, key)


def _how(tongue: Tongue, key: str, version: int) -> str:
    if version >= RUN_COUNTED and key in ("cost-usd", "money-needed-usd"):
        return _how_the_run_counts(tongue, key)
    return {
        "training-flop": tongue.say(
            "6 × active parameters × trained tokens; published runs needed up to 1.37 times that."
        ),
        "gpu-hours": tongue.say("Operations ÷ (peak × share of the peak that is used × 3,600 s)."),
        "cost-usd": tongue.say("GPU-hours × price per hour × factor for repeated runs."),
        "months-of-runway": tongue.say("As you answered."),
        "months-to-usable-model": tongue.say(
            "The ladder’s months to that milestone, less those of the furthest one you reached."
        ),
        "money-needed-usd": tongue.say(
            "Monthly spending × months to first revenue + the cost of the run."
        ),
        "money-secured-usd": tongue.say(
            "Months of runway × monthly spending, widened by the share that you say is secured."
        ),
        "money-gap-usd": tongue.say("Needed less secured; below zero is a surplus."),
        "switching-cost": tongue.say(
            "Low under 5 %% of outside work, medium to 20 %%, high above; one step lower if "
            "released versions stay open, one higher if users get no notice."
        ),
    }.get(key, "")


def _how_the_run_counts(tongue: Tongue, key: str) -> str:
    """What the release plan reckons in the same way."""
    if key == "cost-usd":
        return tongue.say(
            "GPU-hours × price per hour × factor for repeated runs, on the hardware on which an "
            "operation usually costs least. The release plan reckons in the same way; there other "
            "hardware can be chosen."
        )
    return tongue.say(
        "Monthly spending × months to first revenue, plus the cost of the run while it is still "
        "ahead."
    )


def _amount(tongue: Tongue, value: float, unit: str) -> str:
    if unit == "step":
        return step_word(tongue, value)
    if unit == "months":
        whole = tongue.figure(value, 0 if float(value).is_integer() else 1)
        return tongue.count("%(figure)s month", "%(figure)s months", round(value), figure=whole)
    if unit == "hours":
        return large(tongue, value, tongue.say("hours"))
    return large(tongue, value, unit)


def step_word(tongue: Tongue, step: float) -> str:
    """A switching cost in a word. step: 0, 1, 2."""
    return (tongue.say("low"), tongue.say("medium"), tongue.say("high"))[int(step)]


def _range(tongue: Tongue, one: Mapping[str, Any]) -> str:
    low = _amount(tongue, one["low"], one["unit"])
    high = _amount(tongue, one["high"], one["unit"])
    if low == high:
        return ""
    return tongue.say("%(low)s to %(high)s", low=low, high=high)


def _input(tongue: Tongue, name: str, value: Any) -> tuple[str, str]:
    """An input's name and value: a question's own words, or one of the constants."""
    if name in tongue.texts.questions:
        return tongue.texts.question(name).ask, value_words(tongue, name, value)
    if name == "run-done":
        reached = tongue.say(
            "The first full model or a later milestone is reached: its run counts as paid for"
        )
        return reached, tongue.say("yes")
    if name in FLAGS:
        words = {"yes": tongue.say("yes"), "no": tongue.say("no")}
        return tongue.say("Above %(mark)s operations", mark=power(FLAGS[name])), words[value]
    return _constant(tongue, name, value)


def _constant(tongue: Tongue, name: str, value: Any) -> tuple[str, str]:
    if name == "milestone":
        return tongue.say("Milestone"), tongue.texts.milestone(value).name
    units = {
        "flop": (tongue.say("Operations"), "FLOP"),
        "gpu-hours": (tongue.say("GPU-hours"), tongue.say("hours")),
        "cost-usd": (tongue.say("Cost of the run"), "USD"),
        "money-needed-usd": (tongue.say("Money needed"), "USD"),
        "money-secured-usd": (tongue.say("Money secured"), "USD"),
    }
    if name in units:
        word, unit = units[name]
        return word, large(tongue, value, unit)
    words = {
        "hardware": tongue.say("Hardware"),
        "peak-tflops": tongue.say("Peak, TFLOP/s"),
        "mfu": tongue.say("Share of the peak that is used"),
        "price-usd-per-hour": tongue.say("Price per hour, USD"),
        "reruns": tongue.say("Factor for repeated runs"),
        "ladder-months-reached": tongue.say("Months of the ladder already done"),
        "months-to-first-revenue": tongue.say("Months to first recurring revenue"),
    }
    shown = str(value).upper() if isinstance(value, str) else plain_figure(tongue, value)
    return words.get(name, name), shown


def plain_figure(tongue: Tongue, value: float) -> str:
    digits = 0 if float(value).is_integer() else 1 if abs(value * 10 % 1) < 1e-9 else 2
    return tongue.figure(value, digits)
