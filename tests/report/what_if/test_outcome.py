"""The what-if in words: no change is the real result, and what moved adds up."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.report.attribution import LEAD
from questionnaire.report.what_if.outcome import Outcome, tell_outcome, try_sheet
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import Claim
from tests.report import told
from tests.report.test_attribution import drawn

SEEDS = st.integers(0, 10**6)


def outcome(real: Sheet, other: Sheet) -> Outcome:
    found = try_sheet(told.edition().rubric, real, other)
    return tell_outcome(told.tongue(), found, real, other)


def tenths(figure: str) -> int:
    return round(float(figure.replace("−", "-").replace("+", "")) * 10)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_no_change_is_the_real_result_on_both_sides(seed: int) -> None:
    rubric = told.edition().rubric
    real = drawn(rubric, seed)
    found = try_sheet(rubric, real, dict(real))
    assert found.before == found.after == score(rubric, real, Depth.REPORT)
    same = tell_outcome(told.tongue(), found, real, real)
    assert (same.changed, same.appeared, same.vanished, same.before) == ((), (), (), same.after)
    for row in same.numbers:
        assert (row.before, row.before_words) == (row.after, row.after_words)
        assert row.moved in ("", "0")
    for fit in same.fits:
        assert (fit.before, fit.first_before, fit.out_before, fit.moved) == (
            fit.after, fit.first_after, fit.out_after, "0",
        )  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(SEEDS, SEEDS)
def test_each_side_is_what_the_one_scoring_function_says(one: int, two: int) -> None:
    rubric = told.edition().rubric
    real, other = drawn(rubric, one), drawn(rubric, two)
    found = try_sheet(rubric, real, other)
    cards = score(rubric, real, Depth.REPORT), score(rubric, other, Depth.REPORT)
    assert (found.before, found.after) == cards
    shown = outcome(real, other)
    held = [{tension.key for tension in card.tensions} for card in cards]
    names = [{told.tongue().texts.tension(key).name for key in keys}
             for keys in (held[1] - held[0], held[0] - held[1])]  # fmt: skip
    assert [{each.name for each in shown.appeared}, {each.name for each in shown.vanished}] == names
    first = [[fit.name for fit in shown.fits if getattr(fit, f"first_{side}")]
             for side in ("before", "after")]  # fmt: skip
    paths = [card.recommendation.path for card in cards]
    assert first == [[told.tongue().texts.path(key).name] if key else [] for key in paths]


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.lists(SEEDS, min_size=1, max_size=3))
def test_what_each_changed_answer_moved_adds_up_to_what_moved(seed: int, more: list[int]) -> None:
    """As it stands on the page: the sentences' points, and the column "Moved"."""
    rubric = told.edition().rubric
    real = drawn(rubric, seed)
    other = dict(real)
    for each in more:
        pool = drawn(rubric, each)
        key = sorted(pool)[each % len(pool)] if pool else rubric.questions[0].key
        other[key] = pool.get(key, Answer(unknown=True))
    shown = outcome(real, other)
    assert {one.key for one in shown.changed} == {
        key for key in other if other.get(key) != real.get(key)
    }
    for row in shown.numbers:
        if not row.moved:
            continue
        said = 0
        for one in shown.changed:
            for part in (
                one.sentence.removeprefix("This moves ")
                .rstrip(".")
                .replace(" and ", ", ")
                .split(", ")
            ):
                name, _, figure = part.rpartition(" ")
                said += tenths(figure) if name == row.name else 0
        assert said == tenths(row.moved), (row, shown.changed)


def test_being_surer_of_the_same_answer_is_said_as_what_it_is() -> None:
    real = dict(told.sheet("almendra-speech"))
    one = real["funding-route"]
    other = real | {"funding-route": Answer(value=one.value, claim=Claim.PROVEN)}
    real["funding-route"] = Answer(value=one.value, claim=Claim.GUESS)
    [changed] = outcome(real, other).changed
    assert changed.before.endswith("(guess)")
    assert changed.after.endswith("(proven)")
    assert changed.sentence == "This moves no score, only what counts as evidenced."


def test_the_lead_is_explained_only_where_something_is_changed() -> None:
    real = told.sheet("almendra-speech")
    assert outcome(real, real).lead == ()
    other = {**real, "funding-route": Answer(value="closed")}
    found = try_sheet(told.edition().rubric, real, other)
    assert bool(outcome(real, other).lead) == (LEAD in found.numbers)
