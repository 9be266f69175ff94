"""What a venture shares, what it does not, and what therefore cannot be told, in words; no Django.

All of it follows from the consent and from what rests on what in the edition, never from an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.steps import all_within
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.rests import Rests


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown, and why not."""

    name: str
    why: str


def sharing_words(
    tongue: Tongue, venture: str, shared: Disclosure, rests: Rests
) -> tuple[str, ...]:
    """What is shared, what is not, and what cannot be told of it: a sentence each, the first alone
    where everything is shared."""
    given, kept = _given(tongue, shared), _kept(tongue, shared)
    said = [tongue.say("%(venture)s shares with you: %(parts)s.", venture=venture,
                       parts="; ".join(given) or tongue.say("nothing"))]  # fmt: skip
    if kept:
        said.append(tongue.say("Not shared: %(parts)s.", parts="; ".join(kept)))
    if untold := [one.name for one in hidden_results(tongue, shared, rests)]:
        said.append(
            tongue.say(
                "What rests on that cannot be told and is left out: %(names)s. That says nothing "
                "about the venture.", names=tongue.listed(untold),
            )
        )  # fmt: skip
    return tuple(said)


def _given(tongue: Tongue, shared: Disclosure) -> list[str]:
    found = []
    if shared.answers:
        names = names_of(tongue, shared.answers)
        found.append(tongue.say("scores and answers of %(names)s", names=names))
    if alone := shared.scores - shared.answers:
        found.append(tongue.say("scores alone of %(names)s", names=names_of(tongue, alone)))
    if shared.path:
        found.append(tongue.say("the recommended path"))
    return found


def _kept(tongue: Tongue, shared: Disclosure) -> list[str]:
    every = frozenset(one.key for one in tongue.texts.categories)
    found = []
    if nothing := every - shared.scores:
        found.append(
            tongue.say("anything of the category %(names)s", names=names_of(tongue, nothing))
            if len(nothing) == 1
            else tongue.say("anything of the categories %(names)s", names=names_of(tongue, nothing))
        )
    if alone := (shared.scores & every) - shared.answers:
        found.append(tongue.say("the answers of %(names)s", names=names_of(tongue, alone)))
    if not shared.shows_path(every):
        found.append(tongue.say("the recommended path"))
    return found


def hidden_results(tongue: Tongue, shared: Disclosure, rests: Rests) -> tuple[Hidden, ...]:
    """Lean, margin and postures that are not shown, with the reason."""
    path = shared.shows_path(rests.categories)
    whys = [
        (tongue.say("lean"), lean_why(tongue, shared, rests)),
        (tongue.say("how clear the path’s lead is"),
         why_not(tongue, rests.categories, shared.scores) if path else ""),
    ]  # fmt: skip
    return tuple(Hidden(*one) for one in whys if one[1]) + hidden_postures(tongue, shared, rests)


def hidden_postures(tongue: Tongue, shared: Disclosure, rests: Rests) -> tuple[Hidden, ...]:
    """Postures that are not shown, with the reason."""
    return tuple(
        Hidden(
            tongue.say("the posture %(name)s", name=posture_name(tongue, key)),
            why_not(tongue, needed, shared.scores),
        )
        for key, needed in rests.postures.items()
        if not needed <= shared.scores
    )


def tensions_untold(shared: Disclosure, rests: Rests) -> int:
    """Of how many contradictions it is not told whether they are there."""
    return len(rests.tensions) - len(all_within(rests.tensions, shared.answers))


def lean_why(tongue: Tongue, shared: Disclosure, rests: Rests) -> str:
    """Why the lean is not shown; empty where it is."""
    return why_not(tongue, rests.lean, shared.scores)


def why_not(tongue: Tongue, needed: Collection[str], scores: Collection[str]) -> str:
    """Why something is not shown: it rests on what is not shared. Empty where it is shown."""
    missing = set(needed) - set(scores)
    if not missing:
        return ""
    return tongue.say(
        "not shown, as it rests on the scores of %(names)s too", names=names_of(tongue, missing)
    )


def legend_of(tongue: Tongue) -> Iterator[tuple[str, str]]:
    """The words that stand in place of a number, and what each means."""
    yield (
        tongue.say("not shared"),
        tongue.say("the venture keeps it, or it rests on something that it keeps; no zero, and "
                   "nothing is to be read from it"),
    )  # fmt: skip
    yield tongue.say("too early"), tongue.say("shared, but too little was answered or sent so far")
    yield tongue.say("none asked"), tongue.say("shared, but nothing of it was asked")


def names_of(tongue: Tongue, categories: Collection[str]) -> str:
    """Categories by name, in the edition's order."""
    return tongue.listed([one.name for one in tongue.texts.categories if one.key in categories])
