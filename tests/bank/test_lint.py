"""Each rule of lint on the smallest bank that breaks it; the shipped bank breaks none of them."""

from __future__ import annotations

from typing import Any

import pytest

from questionnaire.bank.content import Content
from questionnaire.bank.lint import lint
from questionnaire.bank.lint_texts import missing_texts
from tests.bank.banks import changed, choice, en, option, persona, points, q, raw, shipped, small

FUNDING = "categories/funding.yaml"
QUESTIONS = "categories.0.questions"


def said(content: Content) -> list[str]:
    return [str(finding) for finding in lint(content)]


def test_nothing_is_found_in_a_sound_bank() -> None:
    assert said(small()) == []


def test_nothing_is_found_in_the_shipped_bank() -> None:
    assert said(shipped()) == []


RULES: list[tuple[str, Any, str]] = [
    # keys
    (f"{QUESTIONS}.1.key", "route", "2 questions have this key; give each its own key"),
    (
        f"{QUESTIONS}.1.options.0.key", "strong",
        "error: categories/funding.yaml: strong: 2 options of base have this key; give each its "
        "own key",
    ),
    (
        "paths.0.key", "free",
        "error: paths.yaml: free: 2 paths have this key; give each its own key",
    ),
    (
        "paths.0.requirements.1", {
            "key": "fits", "kind": "must", "text": en("Twice."),
            "when": q("route", "in", ["closed"]),
        },
        "error: paths.yaml: fits: 2 requirements of shut have this key; give each its own key",
    ),
    (
        "facts.1", {"id": "D1.1", "text": en("Again."), "source": "A paper"},
        "error: facts.yaml: D1.1: 2 facts have this key; give each its own key",
    ),
    # references
    (
        f"{QUESTIONS}.1.facts", ["D1.2"],
        "error: categories/funding.yaml: base.facts: there is no fact D1.2; did you mean D1.1?",
    ),
    (
        f"{QUESTIONS}.1.options.1.points_on", {"opened": {"safety": 4}},
        "error: categories/funding.yaml: base.strong.points_on: there is no route opened; did you "
        "mean open?",
    ),
    (
        f"{QUESTIONS}.1.options.1.pull", {"shutt": 5},
        "error: categories/funding.yaml: base.strong.pull: there is no path shutt; did you mean "
        "shut?",
    ),
    (
        "tensions.0.settle", "basis",
        "error: tensions.yaml: open-but-weak.settle: there is no question basis; did you mean "
        "base?",
    ),
    (
        "tensions.0.actions", ["get-stronger"],
        "error: tensions.yaml: open-but-weak.actions: there is no action get-stronger; did you "
        "mean get-strong?",
    ),
    (
        "actions.0.lifts", ["bases"],
        "error: actions.yaml: get-strong.lifts: there is no question bases; did you mean base?",
    ),
    (
        "actions.0.facts", ["D9.9"],
        "error: actions.yaml: get-strong.facts: there is no fact D9.9; use one of D1.1",
    ),
    (
        "rules.opening", ["rute"],
        "error: edition.yaml: rules.opening: there is no question rute; did you mean route?",
    ),
    (
        "compute.inputs.burn", "burnrate",
        "error: edition.yaml: compute.inputs.burn: there is no question burnrate; use one of "
        "route, base, runway, extras",
    ),
    (
        "compute.ladder.first_revenue", "fund",
        "error: edition.yaml: compute.ladder.first_revenue: there is no milestone fund; did you "
        "mean funded?",
    ),
    (
        "compute.secured", {"weaker": [0, 0.5]},
        "error: edition.yaml: compute.secured: base has no option weaker; did you mean weak?",
    ),
    (
        "compute.secured", {"weak": [0.5, 0.25]},
        "error: edition.yaml: compute.secured: the share of weak falls from 0.5 to 0.25; write "
        "the smaller first",
    ),
    (
        "compute.switching.stays_open", ["strange"],
        "error: edition.yaml: compute.switching.stays_open: base has no option strange; did you "
        "mean strong?",
    ),
    (
        "compute.switching.gives_notice", ["strong"],
        "error: edition.yaml: compute.switching.gives_notice: no question has this role; "
        "use a key of this edition",
    ),
    (
        "personas.0.answers", {"base": {"value": "weakest"}},
        "error: personas/ada.yaml: answers.base: 'weakest' is not an answer to it; answer a "
        "single question",
    ),
    (
        "personas.0.answers", {"runway": {"value": 121}},
        "error: personas/ada.yaml: answers.runway: 121.0 is not an answer to it; answer a number "
        "question",
    ),
    (
        "personas.0.answers", {"runaway": {"value": 12}},
        "error: personas/ada.yaml: answers: there is no question runaway; did you mean runway?",
    ),
    (
        "personas.0.expect", {"path": "shot"},
        "error: personas/ada.yaml: expect.path: there is no path shot; did you mean shut?",
    ),
    # conditions
    (
        f"{QUESTIONS}.1.show_when", q("runway", "above", 3),
        "error: categories/funding.yaml: base.show_when: runway is asked later; refer to earlier "
        "questions only",
    ),
    (
        f"{QUESTIONS}.1.show_when", q("base", "in", ["weak"]),
        "error: categories/funding.yaml: base.show_when: base is asked later; refer to earlier "
        "questions only",
    ),
    (
        "tensions.0.when", q("base", "in", ["week"]),
        "error: tensions.yaml: open-but-weak.when: base has no option 'week'; did you mean weak?",
    ),
    (
        "paths.1.requirements.0.when", q("runway", "above", 500),
        "error: paths.yaml: free.fits.when: 500 lies outside 0 to 120, all that runway can give; "
        "choose a mark within",
    ),
    # points
    (
        f"{QUESTIONS}.1.options.0.points", {},
        "error: categories/funding.yaml: base.weak: the option has no points; give it points, 0 "
        "where it is worth nothing",
    ),
    (
        f"{QUESTIONS}.1.options.0.next", None,
        "error: categories/funding.yaml: base.weak: it is not the best answer and has no next "
        "step; say the next step a founder can take from here",
    ),
    (
        f"{QUESTIONS}.0.unscored", None,
        "error: categories/funding.yaml: route: no answer to it gives points; give points, or say "
        "why not under unscored",
    ),
    (
        f"{QUESTIONS}.1.unscored", "It is no merit.",
        "error: categories/funding.yaml: base: it has points and a reason for having none; take "
        "out the points or the reason",
    ),
    (
        f"{QUESTIONS}.2.weight", {"safety": 2},
        "error: categories/funding.yaml: runway: it has a weight for safety and gives no points "
        "for it; take one out, or add the other",
    ),
    (
        f"{QUESTIONS}.2.number.steps", [],
        "error: categories/funding.yaml: runway: the number has no next steps; say the next step "
        "below (or above) a mark",
    ),
    (
        f"{QUESTIONS}.2.number.curves", {"funding": [[24, 4], [0, 0]]},
        "error: categories/funding.yaml: runway.funding: its marks do not rise; sort them, each "
        "once",
    ),
    (
        f"{QUESTIONS}.2.number.minimum", 120,
        "error: categories/funding.yaml: runway: its minimum is not below its maximum; make the "
        "maximum the larger one",
    ),
    (
        f"{QUESTIONS}.3.show_when", None,
        "warning: categories/funding.yaml: extras: depth that every venture is asked; add "
        "show_when, or make it core",
    ),
    (
        "milestones.0.months", [6, 0],
        "error: milestones.yaml: funded: months runs from 6 down to 0; write the lower one first",
    ),
    (
        "paths.0.position", 100,
        "error: paths.yaml: position: the positions do not rise; sort the paths from closed to "
        "open",
    ),
    # what only scoring can tell
    (
        f"{QUESTIONS}.3.show_when",
        {"all": [q("route", "in", ["open"]), q("route", "in", ["closed"])]},
        "error: categories/funding.yaml: extras: no answers lead to this question; mend its "
        "show_when",
    ),
    (
        "tensions.0.when", {"all": [q("base", "in", ["weak"]), q("base", "in", ["strong"])]},
        "error: tensions.yaml: open-but-weak: it can never hold; mend its when",
    ),
    (
        "milestones.0.when", {"all": [q("runway", "above", 100), q("runway", "below", 3)]},
        "error: milestones.yaml: funded: it can never hold; mend its when",
    ),
    (
        "personas.1.expect.path", "shut",
        "error: personas/bob.yaml: expect.path: expected shut, came out as free; mend the bank, "
        "or accept the outcome by writing it into the persona",
    ),
    (
        "personas.0.expect.bands", {"safety": "weak"},
        "error: personas/ada.yaml: expect.bands.safety: expected weak, came out as firm; mend the "
        "bank, or accept the outcome by writing it into the persona",
    ),
    (
        "personas.0.expect.tensions", ["open-but-weak"],
        "error: personas/ada.yaml: expect.tensions: expected open-but-weak, which does not hold; "
        "mend the bank, or accept the outcome by writing it into the persona",
    ),
    (
        "personas.0.expect.close", True,
        "error: personas/ada.yaml: expect.close: expected too close to call, came out as a clear "
        "lead; mend the bank, or accept the outcome by writing it into the persona",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "value", "finding"), RULES, ids=[f"{a}-{c[-40:]}" for a, _, c in RULES]
)
def test_a_broken_rule_is_found_and_the_mend_said(place: str, value: Any, finding: str) -> None:
    found = said(changed(place, value))
    assert [one for one in found if one.endswith(finding)] == [f for f in found if finding in f]
    assert any(one.endswith(finding) for one in found), found


def test_the_route_must_be_a_single_choice() -> None:
    assert said(changed("rules.route", "extras"))[0] == (
        "error: edition.yaml: rules.route: extras is not a single choice of this edition; name "
        "the question of the declared route"
    )


def test_missing_translations_are_named_and_then_counted() -> None:
    found = said(small(languages=["en", "de"]))
    assert found[0] == (
        "error: languages/de.yaml: edition.title: the text is missing in de; write it"
    )
    missing = missing_texts(small(languages=["en", "de"]))
    assert found[10].startswith("error: languages/de.yaml: after ")
    assert f"{len(missing['de']) - 10} more texts are missing in de" in found[10]
    assert (len(found), missing["en"]) == (11, [])


def test_a_text_without_the_main_language_is_found() -> None:
    assert said(changed("title", {"es": "Edición"})) == [
        "error: edition.title: the text is missing in en; write it"
    ]


def test_a_path_that_no_persona_comes_to_is_found() -> None:
    content = small(personas=[persona("ada", "shut", route="closed", base="strong")])
    assert said(content) == [
        "error: paths.yaml: free: no persona comes to this path; add a persona that is "
        "recommended it",
        "warning: tensions.yaml: open-but-weak: no persona meets it; add a persona that meets it",
    ]


def test_a_path_that_cannot_win_is_found() -> None:
    never = {"all": [q("base", "in", ["weak"]), q("runway", "above", 119)]}
    content = changed("paths.1.requirements.0", {
        "key": "fits", "kind": "must", "text": en("Hardly."), "when": never,
    })  # fmt: skip
    found = [one for one in said(content) if "no venture drawn" in one]
    assert found == [
        "error: paths.yaml: free: no venture drawn comes to this path; ease its requirements, or "
        "mend the leans"
    ]


def test_a_posture_that_cannot_reach_its_ends_under_a_route_is_found() -> None:
    flat = choice(
        "base", option("weak", points=points(2), next=en("Get better.")),
        option("strong", points=points(4), points_on={"open": {"safety": 1}}),
    )  # fmt: skip
    whole = raw()
    whole["categories"][0]["questions"][1] = flat
    found = [one for one in said(Content.model_validate(whole)) if "reaches" in one]
    wanted = [
        ("closed.funding", "25.0"), ("closed.community", "50.0"), ("closed.safety", "50.0"),
        ("open.funding", "16.7"), ("open.community", "25.0"), ("open.safety", "25.0"),
    ]  # fmt: skip
    assert found == [
        f"error: edition.yaml: {key}: {key.split('.')[1]} reaches at least {low} on the route "
        f"{key.split('.')[0]}; give answers there that lead to 10"
        for key, low in wanted
    ]
