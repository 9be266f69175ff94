"""Computed values, against models whose compute or hours were reported independently."""

from __future__ import annotations

import pytest

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.outlay import hours
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Estimate, Scorecard
from tests.scoring.banks import document, number, option, question, sheet, when

BANK = document(
    question("plan", "single", option("train"), option("prompts")),
    number("parameters", 20000, minimum=0.001, show_when=when("plan", "in", "train")),
    number("tokens", 200000, minimum=0.001, show_when=when("plan", "in", "train")),
    number("burn", 100000), number("runway", 120),
    question("secured", "single", *(option(key) for key in
             ("share-under-10", "share-30-to-60", "all-and-reserve", "not-worked-out"))),
    question("people", "single", option("none"), option("some")),
    number("outside", 100, show_when=when("people", "in", "some")),
    question("promise", "single", option("none"), option("irrevocable-licence"),
             option("neutral-home")),
    question("notice", "single", option("export-stability-notice"), option("one-of-three")),
    question("stage", "single", option("early"), option("model"), option("revenue")),
)  # fmt: skip
BANK["milestones"] = [
    {"key": "proof", "months": [3, 6], "when": when("stage", "in", "model", "revenue")},
    {"key": "first-base-model", "months": [6, 12],
     "when": when("stage", "in", "model", "revenue")},
    {"key": "first-revenue", "months": [18, 30], "when": when("stage", "in", "revenue")},
]  # fmt: skip
RUBRIC = compile_rubric(BANK)


def card(**answers: object) -> Scorecard:
    return score(RUBRIC, sheet(**answers), Depth.REPORT)


def estimate(key: str, **answers: object) -> Estimate:
    return next(one for one in card(**answers).estimates if one.key == key)


def span(one: Estimate) -> tuple[float | None, float | None, float | None]:
    return one.low, one.usual, one.high


REPORTED_FLOP = [
    # billions of active parameters and of tokens, and the FLOP that the makers reported
    ("GPT-3 175B, paper table D.1", 175, 300, 3.14e23),
    ("Chinchilla 70B, paper table 3", 70, 1400, 5.76e23),
    ("Llama 3.1 405B, paper", 405, 15600, 3.8e25),
    ("OPT-175B, team logbook, restarts included", 175, 300, 4.3e23),
    ("Falcon-180B, 43,500 petaflop-days", 180, 3500, 3.76e24),
    ("MPT-30B, developer's post", 30, 1050, 1.89e23),
    ("GPT-J-6B, developer's table", 6.05, 402, 1.5e22),
]


@pytest.mark.parametrize(("name", "parameters", "tokens", "flop"), REPORTED_FLOP)
def test_training_compute_of_known_models(
    name: str, parameters: float, tokens: float, flop: float
) -> None:
    found = estimate("training-flop", plan="train", parameters=parameters, tokens=tokens)
    assert 1 / 1.7 <= found.usual / flop <= 1.7, name
    assert found.low <= flop * 1.7
    assert found.high >= flop / 1.7


REPORTED_HOURS = [
    # FLOP, dense BF16 peak in TFLOP/s, accelerator-hours on the makers' own count
    ("LLaMA-65B on A100", 5.477e23, 312, 1_024_000),
    ("Llama 2-7B on A100", 8.4e22, 312, 184_320),
    ("Llama 3.1 405B on H100", 3.79e25, 989, 30_840_000),
    ("OPT-175B on A100, restarts included", 4.3e23, 312, 812_544),
    ("MPT-30B on H100", 1.89e23, 989, 142_541),
    ("Llama 3.1 8B on H100", 7.2e23, 989, 1_460_000),
]


@pytest.mark.parametrize(("name", "flop", "peak", "reported"), REPORTED_HOURS[:5])
def test_hours_of_known_models(name: str, flop: float, peak: float, reported: float) -> None:
    assert 1 / 1.7 <= hours(flop, peak, 0.38) / reported <= 1.7, name


def test_ranges_of_compute_and_cost() -> None:
    answers = {"plan": "train", "parameters": 10.0, "tokens": 1000.0}
    flop = estimate("training-flop", **answers)
    assert span(flop) == pytest.approx((6e22, 6e22, 8.22e22))
    assert dict(flop.inputs)["above-1e23"] == "no"
    spent = estimate("gpu-hours", **answers)
    assert spent.usual == pytest.approx(6e22 / (989e12 * 0.38 * 3600))
    assert spent.low < spent.usual < spent.high
    cost = estimate("cost-usd", **answers)
    assert cost.usual == pytest.approx(spent.usual * 2.99 * 1.5)
    assert cost.low == pytest.approx(6e22 / (989e12 * 0.55 * 3600) * 1.98 * 1.2)
    assert cost.high == pytest.approx(6e22 / (989e12 * 0.2 * 3600) * 12.29 * 1.7)


@pytest.mark.parametrize(
    ("tokens", "flags"), [(10.0, ("no", "no")), (2000.0, ("yes", "no")), (200000.0, ("yes", "yes"))]
)
def test_thresholds_of_the_law_are_flagged(tokens: float, flags: tuple) -> None:
    inputs = dict(estimate("training-flop", plan="train", parameters=10.0, tokens=tokens).inputs)
    assert (inputs["above-1e23"], inputs["above-1e25"]) == flags


def test_who_trains_nothing_needs_no_compute() -> None:
    assert span(estimate("cost-usd", plan="prompts")) == (0.0, 0.0, 0.0)
    assert span(estimate("training-flop", plan="prompts")) == (0.0, 0.0, 0.0)


def test_a_missing_input_is_named() -> None:
    one = estimate("training-flop", plan="train", parameters=10.0)
    assert (span(one), one.missing) == ((None, None, None), ("tokens",))
    assert estimate("money-gap-usd", plan="train").missing == (
        "burn", "parameters", "tokens", "runway",
    )  # fmt: skip
    assert estimate("months-of-runway").missing == ("runway",)


@pytest.mark.parametrize(
    ("stage", "usable", "revenue"),
    [("early", (6, 9, 12), (18, 24, 30)), ("model", (0, 0, 0), (12, 15, 18))],
)
def test_months_are_counted_from_the_furthest_milestone(
    stage: str, usable: tuple, revenue: tuple
) -> None:
    answers = {"stage": stage, "plan": "prompts", "burn": 1.0}
    assert span(estimate("months-to-usable-model", **answers)) == usable
    assert span(estimate("money-needed-usd", **answers)) == tuple(m * 1000 for m in revenue)


MONEY = {"stage": "model", "plan": "prompts", "burn": 100.0, "runway": 6.0}


def test_money_secured_against_money_needed() -> None:
    assert span(estimate("money-needed-usd", **MONEY)) == (1.2e6, 1.5e6, 1.8e6)
    assert span(estimate("money-secured-usd", **MONEY)) == (6e5, 6e5, 6e5)
    wide = MONEY | {"secured": "share-30-to-60"}
    assert span(estimate("money-secured-usd", **wide)) == pytest.approx((4.5e5, 6e5, 9e5))
    assert span(estimate("money-gap-usd", **wide)) == pytest.approx((3e5, 9e5, 1.35e6))


@pytest.mark.parametrize(
    ("option", "share"),
    [
        ("share-under-10", (0, 0.1)), ("share-30-to-60", (0.3, 0.6)), ("all-and-reserve", (1, 1)),
        ("not-worked-out", None),
    ],
)  # fmt: skip
def test_what_is_secured_is_the_share_that_the_edition_gives_the_option(
    option: str, share: tuple[float, float] | None
) -> None:
    """Runway times burn lies in the range always; 6 months of 100 thousand are 0.6 million."""
    found = estimate("money-secured-usd", **MONEY, secured=option)
    low, high = (1.5e6 * part for part in share) if share else (6e5, 6e5)
    assert span(found) == pytest.approx((min(low, 6e5), 6e5, max(high, 6e5)))


@pytest.mark.parametrize(
    ("outside", "promise", "notice", "word"),
    [
        (4.9, None, None, "low"), (5.0, None, None, "medium"), (20.0, None, None, "medium"),
        (20.1, None, None, "high"), (50.0, "irrevocable-licence", None, "medium"),
        (50.0, "neutral-home", None, "medium"), (50.0, "none", None, "high"),
        (10.0, None, "one-of-three", "high"), (10.0, None, "export-stability-notice", "medium"),
        (1.0, "neutral-home", None, "low"), (50.0, None, "one-of-three", "high"),
        (10.0, "neutral-home", "one-of-three", "medium"), (None, None, None, None),
    ],
)  # fmt: skip
def test_switching_cost(
    outside: float | None, promise: str | None, notice: str | None, word: str | None
) -> None:
    said = {"outside": outside, "promise": promise, "notice": notice}
    answers = {key: value for key, value in said.items() if value is not None}
    assert card(people="some", **answers).switching_cost == word


def test_before_anything_is_reached_months_are_the_ladders_own() -> None:
    assert [(one.month_low, one.month_high) for one in card().milestones] == [
        (3.0, 6.0), (6.0, 12.0), (18.0, 30.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("runway", "financed"), [(2.9, False), (3.0, None), (5.9, None), (6.0, True), (None, None)]
)
def test_a_rung_is_financed_from_its_latest_month_and_not_before_its_earliest(
    runway: float | None, financed: bool | None
) -> None:
    known = {} if runway is None else {"runway": runway}
    assert card(stage="early", **known).milestones[0].financed is financed


def test_with_nobody_outside_turning_back_costs_little() -> None:
    assert card(people="none").switching_cost == "low"


def test_the_runway_finances_milestones() -> None:
    found = card(stage="early", runway=10.0).milestones
    assert [(one.key, one.month_low, one.month_high, one.financed) for one in found] == [
        ("proof", 3.0, 6.0, True), ("first-base-model", 6.0, 12.0, None),
        ("first-revenue", 18.0, 30.0, False),
    ]  # fmt: skip
    found = card(stage="model").milestones
    assert [(str(one.verdict), one.month_low, one.month_high, one.financed) for one in found] == [
        ("met", 0.0, 0.0, True), ("met", 0.0, 0.0, True), ("broken", 12.0, 18.0, None),
    ]  # fmt: skip
