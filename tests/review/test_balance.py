"""Reviewers are spread as evenly as can be: nobody twice, in conflict, or beyond their room."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.review.assigning.balance import Plan, Reviewer, spread_reviews

VENTURES = st.lists(st.integers(0, 30).map(lambda one: f"v{one:02}"), max_size=12, unique=True)
PAIRS = st.sets(
    st.tuples(st.integers(0, 30).map(lambda one: f"v{one:02}"), st.integers(1, 6)), max_size=25
)
REVIEWERS = st.lists(
    st.builds(Reviewer, st.integers(1, 6), st.integers(0, 4), st.none() | st.integers(0, 8)),
    max_size=6, unique_by=lambda one: one.id,
)  # fmt: skip


@given(VENTURES, REVIEWERS, st.integers(1, 4), PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_a_plan_keeps_every_rule_and_comes_out_the_same(
    ventures: list[str], reviewers: list[Reviewer], each: int, taken: set[tuple[str, int]],
    conflicts: set[tuple[str, int]], shuffled: random.Random,
) -> None:  # fmt: skip
    plan = spread_reviews(ventures, reviewers, each, taken=taken, conflicts=conflicts)
    pairs = set(plan.pairs)
    assert len(pairs) == len(plan.pairs)
    assert pairs & (taken | conflicts) == set()
    gets = plan.loads()
    assert all(one.room is None or gets.get(one.id, 0) <= one.room for one in reviewers)
    for venture in ventures:
        has = sum(one == venture for one, _user in taken)
        new = sum(one == venture for one, _user in pairs)
        assert has + new + plan.short.get(venture, 0) == max(has, each)
    assert not_improvable(plan, reviewers, taken | conflicts)
    shuffled.shuffle(ventures)
    shuffled.shuffle(reviewers)
    assert spread_reviews(ventures, reviewers, each, taken=taken, conflicts=conflicts) == plan


def not_improvable(plan: Plan, reviewers: list[Reviewer], barred: set[tuple[str, int]]) -> bool:
    """No chain of handing on relieves somebody by more than it burdens another, or fills a place
    that stayed empty."""
    given_to = {one.id: {v for v, user in plan.pairs if user == one.id} for one in reviewers}
    load = {one.id: one.load + len(given_to[one.id]) for one in reviewers}
    free = {one.id for one in reviewers if one.room is None or len(given_to[one.id]) < one.room}

    def may(venture: str, user: int) -> bool:
        return (venture, user) not in barred and venture not in given_to[user]

    def reached(starts: set[int]) -> set[int]:
        found, waiting = set(starts), list(starts)
        for giver in waiting:
            for taker in given_to:
                if taker not in found and any(may(v, taker) for v in given_to[giver]):
                    found.add(taker)
                    waiting.append(taker)
        return found

    relieved = all(
        load[end] >= load[start] - 1 for start in given_to for end in reached({start}) & free
    )
    filled = all(
        not reached({user for user in given_to if may(venture, user)}) & free
        for venture in plan.short
    )
    return relieved and filled


@given(st.integers(0, 12), st.integers(1, 6), st.integers(1, 6))
def test_without_conflicts_nobody_has_more_than_one_more_than_another(
    ventures: int, reviewers: int, each: int
) -> None:
    plan = spread_reviews(
        [f"v{one}" for one in range(ventures)], [Reviewer(one) for one in range(reviewers)], each
    )
    loads = plan.loads()
    numbers = [loads.get(one, 0) for one in range(reviewers)]
    assert max(numbers) - min(numbers) <= 1
    assert sum(numbers) == ventures * min(each, reviewers)


def test_with_conflicts_it_is_as_even_as_any_plan_can_be() -> None:
    chance = random.Random(7)
    for _round in range(60):
        ventures, reviewers = ["a", "b", "c", "d"], [1, 2, 3]
        barred = {(v, r) for v in ventures for r in reviewers if chance.random() < 0.35}
        plan = spread_reviews(ventures, [Reviewer(one) for one in reviewers], 1, conflicts=barred)
        ways = [[r for r in reviewers if (v, r) not in barred] or [0] for v in ventures]
        best = min(
            sum(way.count(one) ** 2 for one in reviewers) for way in itertools.product(*ways)
        )
        assert sum(number**2 for number in plan.loads().values()) == best


def test_a_thousand_ventures_take_no_time_worth_waiting_for() -> None:
    ventures = [f"v{one:05}" for one in range(1000)]
    conflicts = {(venture, one % 20) for one, venture in enumerate(ventures)}
    plan = spread_reviews(
        ventures, [Reviewer(one, room=150) for one in range(20)], 3, conflicts=conflicts
    )
    assert (len(plan.pairs), set(plan.loads().values())) == (3000, {150})
