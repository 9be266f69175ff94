"""Flips, pairs, what to find out first: each checked against scoring the changed sheet afresh."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.scoring.bound import Bound, Tried
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.flips import _both, flips, together, try_singles
from questionnaire.scoring.paths import stand, turns
from questionnaire.scoring.posture import retally, tally
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Change, Depth, Scorecard
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.scoring.simulate import venture
from questionnaire.scoring.variations import alternatives, cost
from tests.scoring.banks import (
    computed,
    document,
    follow_ups,
    must,
    number,
    option,
    question,
    sheet,
    should,
    when,
)
from tests.scoring.goldens import rubric

RUBRIC = follow_ups()


@st.composite
def ventures(draw: Any) -> dict[str, Answer]:
    chance = draw(st.randoms(use_true_random=False))
    answers = venture(RUBRIC, draw(st.floats(-1, 1)), draw(st.floats(0, 1)), chance)
    return {key: one for key, one in answers.items() if chance.random() < 0.8}


def applied(given_now: Sheet, changes: tuple[Change, ...]) -> dict[str, Answer]:
    return {**given_now, **{one.question: Answer(value=one.after) for one in changes}}


def turned(before: Scorecard, after: Scorecard) -> bool:
    """Whether another path is recommended, or, where every path was broken, one is not."""
    now, then = before.recommendation, after.recommendation
    return not then.least_broken if now.least_broken else then.path != now.path


def asked_only(rubric: Rubric, given_now: Sheet) -> dict[str, Answer]:
    """Without hidden answers, which flips do not bring back."""
    facts = walk(rubric, given_now)
    keys = {one.key for one in (*facts.asked, *facts.pending)}
    return {key: one for key, one in given_now.items() if key in keys}


@given(ventures())
@settings(max_examples=60)
def test_every_flip_flips_and_every_single_change_that_does_is_found(given_now: Any) -> None:
    given_now = asked_only(RUBRIC, given_now)
    card = score(RUBRIC, given_now)
    for one in card.flips:
        after = score(RUBRIC, applied(given_now, one.changes), Depth.LIVE)
        assert (after.recommendation.path, turned(card, after)) == (one.path, True)
        assert max(path.fit for path in after.paths if path.rank == 1) == pytest.approx(one.fit)
    if card.recommendation.path is None:
        return
    facts = walk(RUBRIC, given_now)
    turning = []
    for asked in facts.asked:
        for value in alternatives(RUBRIC, facts, asked):
            after = score(RUBRIC, {**given_now, asked.key: Answer(value=value)}, Depth.LIVE)
            if turned(card, after):
                turning.append((asked.key, value))
    singles = [one for one in card.flips if len(one.changes) == 1]
    assert sorted((one.changes[0].question, one.changes[0].after) for one in singles) == sorted(
        turning
    )
    assert [one.cost for one in card.flips] == sorted(one.cost for one in card.flips)


def test_alternatives_are_single_steps() -> None:
    facts = walk(RUBRIC, sheet(route="shut", first="a", ticks=["x", "y"], size=3.0))
    found = {one.key: list(alternatives(RUBRIC, facts, one)) for one in facts.asked}
    assert found == {
        "route": ["free"],
        "first": ["b"],
        "ticks": [("y",), ("x",), ("x", "y", "z"), ("none",)],
        "size": [0.0, 1.0, 5.0, 6.0, 7.0, 9.0, 10.0],
    }


def test_a_none_gives_way_to_a_tick_and_the_last_tick_stays() -> None:
    facts = walk(RUBRIC, sheet(first="a", ticks=["none"]))
    ticks = RUBRIC.by_key["ticks"]
    assert list(alternatives(RUBRIC, facts, ticks)) == [("x",), ("y",), ("z",)]


@pytest.mark.parametrize(
    ("key", "before", "after", "moved"),
    [
        ("first", None, "a", 0.25),
        ("first", "a", "b", 0.75),
        ("ticks", ("x",), ("x", "y"), 0.2),
        ("ticks", ("x", "y"), ("none",), 0.6),
        ("size", 0.0, 5.0, 0.6),
        ("size", 0.0, 10.0, 1.0),
    ],
)
def test_cost_is_how_far_the_answer_moves(key: str, before: Any, after: Any, moved: float) -> None:
    assert cost(RUBRIC.by_key[key], before, after) == pytest.approx(moved)


def test_scale_costs_by_its_steps() -> None:
    asked = question("s", "scale", *(option(f"s{n}") for n in range(5)))
    one = compile_rubric(document(asked)).by_key["s"]
    assert cost(one, "s0", "s4") == 0.75
    assert cost(one, "s0", "s1") == 0.375


def test_numbers_are_tried_where_training_compute_crosses_a_mark() -> None:
    rubric = compile_rubric(
        document(
            number("parameters", 1000), number("tokens", 100000),
            requirements={"open": [must("small", computed("training-flop", "below", 6e24))]},
        )
    )  # fmt: skip
    facts = walk(rubric, sheet(parameters=1.0, tokens=10000.0))
    found = list(alternatives(rubric, facts, rubric.by_key["parameters"]))
    assert found == [99.0, 100.0, 101.0]


LEAN = question("route", "single", option("shut", -2), option("free", 2), lean_core=True)
TWO = document(
    LEAN,
    *(question(key, "single", option("y"), option("n")) for key in "abc"),
    requirements={
        "closed": [must("never", {"all": [when("route", "in", "shut"), when("a", "in", "y")]})],
        "gated": [must("c", when("c", "in", "y"))],
        "open": [must("ab", {"any": [when("a", "in", "y"), when("b", "in", "y")]})],
    },
)


def test_pairs_are_tried_only_where_no_single_change_suffices() -> None:
    rubric = compile_rubric(TWO)
    given_now = sheet(route="free", a="y", b="y", c="n")
    found = score(rubric, given_now).flips
    assert [[change.question for change in one.changes] for one in found] == [["route"]]
    raw = {**TWO, "paths": [TWO["paths"][0], *TWO["paths"][2:]]}
    raw["paths"][0]["requirements"].append(must("b", when("b", "in", "y")))
    pinned = compile_rubric(raw)
    card = score(pinned, sheet(route="free", a="n", b="y", c="n"))
    assert card.recommendation.path == "open"


@given(ventures())
@settings(max_examples=40)
def test_no_pair_that_flips_is_ruled_out_by_the_bound(given_now: Any) -> None:
    facts = walk(RUBRIC, asked_only(RUBRIC, given_now))
    standing = stand(RUBRIC, facts)
    tried = try_singles(RUBRIC, facts, standing)
    by_question: dict[int, list[Tried]] = {}
    for one in tried:
        by_question.setdefault(one.question.place, []).append(one)
    chances = set(Bound(RUBRIC, standing, by_question).open_pairs())
    for left, here in by_question.items():
        for right, there in by_question.items():
            if left < right and (left, right) not in chances:
                for one in here:
                    for two in there:
                        alone = (turns(standing, each.standing) for each in (one, two))
                        if not any(alone):
                            both = _both(RUBRIC, facts, one, two)
                            assert not turns(standing, both)


@given(st.floats(-1, 1), st.randoms(use_true_random=False), st.data())
@settings(max_examples=20)
def test_the_sums_behind_the_postures_with_one_answer_changed_are_those_of_the_changed_sheet(
    inclination: float, chance: Any, data: Any
) -> None:
    answers = venture(rubric(), inclination, chance.random(), chance)
    kept = {key: one for key, one in answers.items() if chance.random() < 0.8}
    odd = {key: Answer(other="x") for key in kept if rubric().by_key[key].options}
    facts = walk(rubric(), {key: odd.get(key, one) if chance.random() < 0.2 else one
                            for key, one in kept.items()})  # fmt: skip
    free = [one for one in facts.asked if one.key not in rubric().gates]
    asked = data.draw(st.sampled_from(free))
    before = facts.seen[asked.key]
    for value in alternatives(rubric(), facts, asked):
        changed = walk(rubric(), {**facts.sheet, asked.key: Answer(value=value)})
        found = dataclasses.asdict(retally(tally(facts), asked, facts.route, before, value))
        for part, sums in dataclasses.asdict(tally(changed)).items():
            assert found[part] == pytest.approx(sums), part


@st.composite
def editions(draw: Any) -> Rubric:
    """Small editions whose answers lean, add to single paths, and meet or break what paths ask."""
    keys = ("a", "b", "c", "d")
    leans, added = st.integers(-2, 2), st.sampled_from([-15, 0, 0, 15])
    paths = ("closed", "gated", "weights", "open")
    asked = [
        question(
            key, "single",
            *(option(f"{key}{n}", draw(leans),
                     pull={draw(st.sampled_from(paths)): draw(added)}) for n in range(3)),
            lean_core=draw(st.booleans()) or key == "a",
        )
        for key in keys
    ]  # fmt: skip

    def asks() -> Any:
        one = draw(st.sampled_from(keys))
        test = when(one, "in", f"{one}{draw(st.integers(0, 2))}")
        if draw(st.booleans()):
            return test
        two = draw(st.sampled_from(keys))
        both = [test, when(two, "in", f"{two}{draw(st.integers(0, 2))}")]
        return {draw(st.sampled_from(["any", "all"])): both}

    wanted = {
        path: [
            *(must(f"m{n}", asks()) for n in range(draw(st.integers(0, 2)))),
            *(should(f"s{n}", asks(), draw(st.integers(1, 3))) for n in range(2)),
        ]
        for path in paths
    }
    route = question("route", "single", option("shut"), option("free"))
    return compile_rubric(document(route, *asked, requirements=wanted))


@given(editions(), st.data())
@settings(max_examples=250)
def test_no_pair_that_turns_any_edition_is_ruled_out(edition: Rubric, data: Any) -> None:
    given_now = sheet(**{key: f"{key}{data.draw(st.integers(0, 2))}" for key in "abcd"})
    facts = walk(edition, given_now)
    standing = stand(edition, facts)
    by_question: dict[int, list[Tried]] = {}
    for one in try_singles(edition, facts, standing):
        by_question.setdefault(one.question.place, []).append(one)
    chances = set(Bound(edition, standing, by_question).open_pairs())
    for left, right in itertools.combinations(sorted(by_question), 2):
        for one, two in itertools.product(by_question[left], by_question[right]):
            both = stand(edition, walk(edition, given_now | {
                each.question.key: Answer(value=each.value) for each in (one, two)
            }))  # fmt: skip
            assert together(edition, facts, standing, one, two).order == both.order
            alone = any(turns(standing, each.standing) for each in (one, two))
            if turns(standing, both) and not alone:
                assert (left, right) in chances


@given(ventures(), st.data())
@settings(max_examples=60)
def test_two_changes_together_stand_as_if_scored_afresh(given_now: Any, data: Any) -> None:
    answers = asked_only(RUBRIC, given_now)
    facts = walk(RUBRIC, answers)
    standing = stand(RUBRIC, facts)
    tried = try_singles(RUBRIC, facts, standing)
    if not tried:
        return
    one, two = data.draw(st.sampled_from(tried)), data.draw(st.sampled_from(tried))
    if one.question.key == two.question.key:
        return
    both = answers | {each.question.key: Answer(value=each.value) for each in (one, two)}
    afresh = stand(RUBRIC, walk(RUBRIC, both))
    found = together(RUBRIC, facts, standing, one, two)
    assert (found.order, found.broken, found.held) == (afresh.order, afresh.broken, afresh.held)
    assert found.fit == pytest.approx(afresh.fit)


def test_a_pair_is_found_where_both_answers_are_needed() -> None:
    both = {"all": [when("a", "in", "y"), when("b", "in", "y")]}
    rubric = compile_rubric(
        document(
            LEAN | {"options": [option("shut", -2), option("free", -2)]},
            *(question(key, "single", option("y"), option("n")) for key in "ab"),
            requirements={"closed": [must("not-both", {"not": both})]},
        )
    )
    given_now = sheet(route="free", a="n", b="n")
    card = score(rubric, given_now)
    assert card.recommendation.path == "closed"
    assert [tuple(change.question for change in one.changes) for one in card.flips] == [("a", "b")]
    assert card.flips[0].changes[0] == Change("a", "n", "y")


BROKEN = {
    path: [must("a", when("a", "in", "y")), must("b", when("b", "in", "y"))]
    for path in ("closed", "gated", "weights", "open")
}


def test_where_every_path_is_broken_a_flip_leaves_one_unbroken() -> None:
    asked = [question(key, "single", option("y"), option("n"), option("m")) for key in "ab"]
    rubric = compile_rubric(
        document(LEAN, *asked, requirements={**BROKEN, "gated": [must("a", when("a", "in", "y"))]})
    )
    card = score(rubric, sheet(route="free", a="n", b="n"))
    assert (card.recommendation.path, card.recommendation.least_broken) == ("gated", True)
    assert [(one.path, [change.after for change in one.changes]) for one in card.flips] == [
        ("gated", ["y"])
    ]
    both = compile_rubric(document(LEAN, *asked, requirements=BROKEN))
    card = score(both, sheet(route="free", a="n", b="n"))
    assert [(one.path, [change.after for change in one.changes]) for one in card.flips] == [
        ("open", ["y", "y"])
    ]


def test_an_option_that_says_not_known_is_open_to_what_does_not_name_it() -> None:
    unsure = option("unsure") | {"not_known": True}
    rubric = compile_rubric(
        document(
            LEAN,
            question("a", "single", option("y"), option("n"), unsure),
            requirements={
                "closed": [must("is", when("a", "in", "y"))],
                "gated": [must("is-not", {"not": when("a", "in", "n")})],
                "weights": [must("looked", {"not": when("a", "in", "unsure")})],
                "open": [must("is-not", {"not": when("a", "in", "n")})],
            },
        )
    )
    card = score(rubric, sheet(route="free", a="unsure"))
    assert [str(one.requirements[0].verdict) for one in card.paths] == [
        "open",
        "open",
        "broken",
        "open",
    ]
    assert card.answered == ("route", "a")
    assert [(one.question, one.flips) for one in card.find_out] == [("a", True)]
    assert cost(rubric.by_key["a"], "unsure", "y") == 0.25


def test_ticks_that_say_not_known_are_open_to_what_does_not_name_them() -> None:
    unsure = option("unsure") | {"not_known": True, "exclusive": True}
    rubric = compile_rubric(
        document(
            LEAN,
            question("a", "multiple", option("y"), option("n"), unsure),
            requirements={
                "closed": [
                    must("has", when("a", "has", "y")), must("lacks", when("a", "lacks", "y")),
                    must("count", {"q": "a", "op": "ticked-at-least", "value": 1}),
                ],
                "gated": [must("named", when("a", "has", "unsure"))],
            },
        )
    )  # fmt: skip
    card = score(rubric, sheet(route="free", a=["unsure"]))
    said = [[str(part.verdict) for part in one.requirements] for one in card.paths]
    assert said == [["open", "open", "open"], ["met"], [], []]


def test_nothing_that_leans_has_no_flips() -> None:
    facts = walk(RUBRIC, {})
    assert flips(RUBRIC, facts, stand(RUBRIC, facts), []) == ()


def test_find_out_first_ranks_open_questions_by_their_swing() -> None:
    rubric = compile_rubric(
        document(
            LEAN,
            *(question(key, "single", option("y"), option("n")) for key in "abc"),
            requirements={
                "open": [must("a", when("a", "in", "y")), should("b", when("b", "in", "y"))],
            },
        )
    )
    card = score(rubric, sheet(route="free"))
    assert [(one.question, one.flips) for one in card.find_out] == [("a", True), ("b", True)]
    assert card.find_out[0].swing == pytest.approx(80.0)
    assert card.find_out[1].swing == pytest.approx(40.0)
    assert score(rubric, sheet(route="free", a="y", b="y")).find_out == ()
    settled = sheet(route="free", b="y") | {"a": Answer(other="neither")}
    assert score(rubric, settled).find_out == ()


def test_a_number_without_marks_costs_by_its_whole_range() -> None:
    one = compile_rubric(document(number("n", 30, minimum=10))).by_key["n"]
    assert cost(one, 10.0, 20.0) == pytest.approx(0.6)


def test_a_flip_says_what_comes_second_then() -> None:
    rubric = compile_rubric(
        document(
            LEAN,
            question("a", "single", option("y"), option("n")),
            requirements={"open": [must("a", when("a", "in", "y"))]},
        )
    )
    card = score(rubric, sheet(route="free", a="y"))
    (flip,) = (one for one in card.flips if one.changes[0].question == "a")
    after = score(rubric, sheet(route="free", a="n"), Depth.LIVE)
    fits = {one.rank: one.fit for one in after.paths if not one.knocked_out}
    assert (flip.path, flip.fit, flip.runner_up_fit) == ("weights", fits[1], fits[2])
