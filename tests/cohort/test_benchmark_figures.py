"""Benchmark figures: their laws, and attempts to work one venture's value out of them."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import assume, given
from hypothesis import strategies as st

from questionnaire.cohort.benchmark.figures import LEAST, STEP, Behind, Line, lines, rounded

POINTS = st.integers(-100, 100)
COHORTS = st.dictionaries(st.integers(0, 30), POINTS, min_size=1, max_size=20)


def rounds_of(*rounds: Mapping[int, int]) -> list[dict[int, Line]]:
    """What is told in one round after another."""
    told: list[dict[int, Line]] = []
    behind: list[Behind[int]] = []
    for values in rounds:
        told.append(lines(values, behind))
        if any(not line.withheld for line in told[-1].values()):
            behind.append(Behind({key: rounded(value) for key, value in values.items()}))
    return told


def test_quartiles_and_place_by_hand() -> None:
    values = dict(enumerate([10, 20, 30, 40, 50, 60, 70]))
    assert lines(values)[3] == Line(40, 6, 20, 30, 60, 50)
    assert lines(values)[0] == Line(10, 6, 30, 40, 60, 0)
    assert lines(values)[6] == Line(70, 6, 20, 30, 50, 100)


def test_fewer_than_five_others_tell_nothing() -> None:
    told = lines(dict(enumerate([10, 20, 30, 40, 50])))
    assert {(line.others, line.median, line.withheld) for line in told.values()} == {
        (4, None, "few")
    }
    assert lines(dict(enumerate([10, 20, 30, 40, 50, 60])))[0].median == 40


@given(COHORTS)
def test_everything_told_is_in_steps_and_in_order(values: dict[int, int]) -> None:
    for key, line in lines(values).items():
        assert (line.own, line.others) == (rounded(values[key]), len(values) - 1)
        if line.withheld:
            assert (line.lower, line.median, line.upper, line.percentile) == (None,) * 4
            continue
        assert line.lower is not None and line.median is not None and line.upper is not None
        assert line.lower <= line.median <= line.upper
        assert 0 <= (line.percentile or 0) <= 100
        assert {n % STEP for n in (line.lower, line.median, line.upper, line.percentile)} == {0}


@given(COHORTS, POINTS)
def test_ones_own_number_is_never_among_the_others(values: dict[int, int], other: int) -> None:
    """Whatever one answers, the quartiles of the others stay what they are: no probing."""
    key = min(values)
    first, second = lines(values)[key], lines({**values, key: other})[key]
    assert (first.lower, first.median, first.upper) == (second.lower, second.median, second.upper)


@given(st.lists(COHORTS, min_size=1, max_size=3), st.data())
def test_all_views_of_all_rounds_together_tell_no_value_closer_than_a_step(
    rounds: list[dict[int, int]], data: st.DataObject
) -> None:
    """Even everybody else, putting all that they were told together, cannot tell a venture's value
    from its neighbours' in the same step."""
    target = data.draw(st.sampled_from(sorted({key for values in rounds for key in values})))
    moved = []
    for values in rounds:
        near = [v for v in range(-100, 101) if rounded(v) == rounded(values.get(target, 0))]
        other = {target: data.draw(st.sampled_from(near))} if target in values else {}
        moved.append({**values, **other})

    def seen(told: list[dict[int, Line]]) -> list[dict[int, Line]]:
        return [{key: line for key, line in one.items() if key != target} for one in told]

    assert seen(rounds_of(*rounds)) == seen(rounds_of(*moved))


@given(COHORTS, st.dictionaries(st.integers(0, 30), POINTS, max_size=8))
def test_two_rounds_never_differ_by_one_to_four_ventures(
    values: dict[int, int], changed: dict[int, int]
) -> None:
    """Whoever comes, goes or moves with fewer than four others moves no figure: there is none."""
    assume(len(values) > LEAST)
    gone = {key for key in changed if key in values and changed[key] < 0}
    second = {key: value for key, value in {**values, **changed}.items() if key not in gone}
    assume(second)
    told = rounds_of(values, second)[1]
    steps = [{key: rounded(value) for key, value in one.items()} for one in (values, second)]
    apart = sum(steps[0].get(key) != steps[1].get(key) for key in set(values) | set(second))
    if 0 < apart < LEAST:
        assert all(line.withheld for line in told.values())
    elif len(second) > LEAST:
        assert not any(line.withheld for line in told.values())


def test_who_was_erased_still_counts_as_gone() -> None:
    values = dict(enumerate([10, 20, 30, 40, 50, 60, 70]))
    assert {line.withheld for line in lines(values, [Behind(values, gone=1)]).values()} == {"alike"}
    assert lines(values, [Behind(values, gone=0)])[0].withheld == ""
