"""A review's total adds up, whatever the scores, weights and scales."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.review.sums import Criterion, kept_criteria, lacking, read_criteria, weigh

CRITERIA = st.lists(
    st.builds(
        Criterion, st.uuids().map(str), st.just("C"), st.just(""), st.integers(1, 10),
        st.integers(2, 10),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(CRITERIA, st.data())
def test_the_parts_that_are_shown_add_up_to_the_sum_that_is_shown(
    criteria: list[Criterion], data: st.DataObject
) -> None:
    scores = {
        one.key: data.draw(st.none() | st.integers(1, one.top))
        for one in criteria
        if data.draw(st.booleans())
    }
    found = weigh(criteria, scores)
    assert round(sum(part.gained for part in found.parts), 2) == found.gained
    assert sum(part.possible for part in found.parts) == found.possible
    assert all(0 <= part.gained <= part.possible for part in found.parts)
    assert (found.total is None) == (found.possible == 0)
    assert found.total is None or 0 <= found.total <= 100
    assert len(lacking(criteria, scores)) == len(criteria) - len(found.parts)
    assert read_criteria(kept_criteria(criteria)) == tuple(criteria)


def test_the_ends_of_a_scale_are_nothing_and_everything_and_abstaining_weighs_nothing() -> None:
    team, model = Criterion("team", "Team", weight=3), Criterion("model", "Model", weight=2, top=3)
    assert weigh([team, model], {"team": 5, "model": 3}).total == 100
    assert weigh([team, model], {"team": 1, "model": 1}).total == 0
    assert weigh([team, model], {"team": 4, "model": None}).total == 75
    one = weigh([team, model], {"team": 4, "model": 2})
    assert [(part.gained, part.possible) for part in one.parts] == [(2.25, 3), (1.0, 2)]
    assert (one.gained, one.possible, one.total) == (3.25, 5, 65)
    assert weigh([team, model], {"team": None, "model": None}).total is None
