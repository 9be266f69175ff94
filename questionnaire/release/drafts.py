"""Drafts in Markdown made from a plan: a model card, a checklist for the release, and a policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from questionnaire.release import policy_words, words
from questionnaire.release.ground import Ground
from questionnaire.release.told import Matter, PlanTold, plan_told
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.components import KINDS
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.policy import Chapter, policy

MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|&~@"})
BLOCK = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=]))")
"""How a list, a rule or a heading begins; the marks of the others are escaped everywhere."""
ADDRESS = re.compile(r"(?i)(:)(?=//)|(?<=www)(\.)")
"""Where GitHub's Markdown sees an address that nobody made a link."""


def plain(text: str) -> str:
    """A founder's words on one line, as Markdown shows them letter by letter, wherever in a
    document they stand."""
    seen = "".join(one if one.isprintable() else " " for one in text)
    line = " ".join(seen.translate(MARKS).split())
    line = ADDRESS.sub(r"\\\g<0>", line)
    return BLOCK.sub(r"\1\\", line)


def draft(name: str, plan: Plan, ground: Ground) -> str:
    """One draft by its name. KeyError for a name that is none of DRAFTS."""
    return "\n".join(DRAFTS[name](plan, ground)) + "\n"


def _or_gap(tongue: Tongue, text: str) -> str:
    gap = tongue.say("to be written")
    return plain(text) if text else f"*({gap})*"


def _planned(told: PlanTold, tongue: Tongue) -> Iterator[str]:
    """What is released, kind by kind, each with its licence."""
    say = tongue.say
    yield f"| {say('Component')} | {say('State')} | {say('Licence')} |"
    yield "| --- | --- | --- |"
    for kind in KINDS:
        for one in told.parts:
            if one.kind == kind and not one.kept:
                yield f"| {one.name} | {one.state} | {plain(one.holds)} |"


# ---------------------------------------------------------------- the model card


def _model_card(plan: Plan, ground: Ground) -> Iterator[str]:
    """Headings as the framework asks for them; what the plan knows is filled in."""
    tongue = ground.tongue
    say = tongue.say
    told = plan_told(plan, ground)
    yield f"# {say('Model card')}: {_or_gap(tongue, plan.name)}"
    yield ""
    yield say("Draft, made from the release plan. Fill in what stands in brackets.")
    yield ""
    yield f"## {say('The model')}"
    facts = (
        (say("Version"), plan.version),
        (say("Made by"), plan.producer),
        (say("Medium"), words.tool_word(say, plan.medium)),
        (say("Architecture"), words.tool_word(say, plan.architecture)),
        (say("Training"), words.tool_word(say, plan.treatment)),
        (say("Built on"), plan.base or say("no other model")),
    )
    yield from (f"- {name}: {_or_gap(tongue, value)}" for name, value in facts)
    if told.duties.flop:
        yield f"- {say('Training compute')}: {told.duties.flop}"
    yield ""
    yield f"## {say('What is released')}"
    yield from _planned(told, tongue)
    yield ""
    yield from _standing(told, tongue)
    yield ""
    for title, own in _open_sections(ground):
        yield f"## {title}"
        yield _or_gap(tongue, own)
        yield ""


def _standing(told: PlanTold, tongue: Tongue) -> Iterator[str]:
    """Class and verdict with what stands in their way: nothing that the page does not say."""
    yield f"{tongue.say('Model Openness Framework')}: {told.classed.then}"
    if told.classed.caveat:
        yield f"*({told.classed.caveat})*"
    yield ""
    yield f"{tongue.say('Open source AI (OSI definition 1.0)')}: {told.opened.line}"
    yield from (f"- {plain(one)}" for one in told.opened.reasons)


def _open_sections(ground: Ground) -> Iterator[tuple[str, str]]:
    say = ground.tongue.say
    yield say("What it is for"), ""
    red_line = ground.told.one(asked.RED_LINE)
    yield say("What it is not for"), red_line
    yield say("How it was tested, and with what result"), ""
    yield say("Training data: where it comes from, what was left out"), ""
    yield say("Known limits and risks"), ""
    yield say("Where to report a problem"), ""


# ---------------------------------------------------------------- the checklist


def _checklist(plan: Plan, ground: Ground) -> Iterator[str]:
    tongue = ground.tongue
    say = tongue.say
    told = plan_told(plan, ground)
    title = say("Release checklist")
    yield f"# {title}: {_or_gap(tongue, plan.name)}"
    yield ""
    yield from _section(say("To be settled first"), _matters(told.first))
    yield from _section(say("To be checked"), _matters(told.to_check))
    yield from _section(say("Components"), _components(told))
    yield from _section(say("For the next class"), _for_next(told, tongue))
    said = (*told.opened.reasons, *told.opened.remarks)
    yield from _section(say("To be called open source"), tuple(plain(one) for one in said))
    yield from _section(say("Duties in the EU"), _owed(told))
    yield say("No legal advice: whether a duty applies to you is for counsel to say.")


def _section(title: str, lines: tuple[str, ...]) -> Iterator[str]:
    if not lines:
        return
    yield f"## {title}"
    yield from (f"- [ ] {line}" for line in lines)
    yield ""


def _matters(matters: tuple[Matter, ...]) -> tuple[str, ...]:
    return tuple(plain(one.words) for one in matters)


def _components(told: PlanTold) -> tuple[str, ...]:
    return tuple(
        f"{one.name}: {one.state}; {plain(one.holds)}" for one in told.parts if not one.kept
    )


def _for_next(told: PlanTold, tongue: Tongue) -> tuple[str, ...]:
    following = told.classed.following
    if following is None:
        return ()
    return tuple(f"{following.name}: {name} ({why})" for name, why in following.lacking)


def _owed(told: PlanTold) -> tuple[str, ...]:
    return tuple(
        f"{one.name}: {one.word}{', ' + one.since if one.since else ''}"
        + (f" ({plain(one.fact.source)})" if one.fact else "")
        for one in told.duties.lines
        if one.kind in ("yes", "maybe")
    )


# ---------------------------------------------------------------- the policy


def _policy(plan: Plan, ground: Ground) -> Iterator[str]:
    tongue = ground.tongue
    say = tongue.say
    title = say("Policy of use and monitoring")
    yield f"# {title}: {_or_gap(tongue, plan.name)}"
    yield ""
    yield say(
        "Draft, made from your answers on ethics. Under each line stands whether it can be "
        "enforced on the planned release, and by which lever."
    )
    lines = policy(plan, ground.told)
    for chapter in Chapter:
        own = [one for one in lines if one.chapter is chapter]
        if own:
            yield ""
            yield f"## {policy_words.chapter_name(say, chapter)}"
            for one in own:
                yield f"- {policy_words.rule_words(say, one, plain(one.own))}"
                yield f"  - {policy_words.force_words(say, tongue.listed, one)}"


DRAFTS: Mapping[str, Callable[[Plan, Ground], Iterator[str]]] = {
    "model-card": _model_card,
    "checklist": _checklist,
    "policy": _policy,
}
