"""The seven steps of the walk, and what of an edition belongs to each; no Django.

The rule, in words: an edition says itself what its questions rest on. A question belongs to a step
by the first fact that it names; a question of the core, which draws to more than one side, by any
of its facts; and by the role that it plays in the computed values. A must-have or a contradiction
belongs to the steps whose questions or values it reads. Nothing is found by a question's key, so
that an edition which renames, drops or adds questions keeps its walk; a fact or a value that it
does not have is simply not met with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from questionnaire.vocabulary import ReversalPart

Raw = Mapping[str, Any]


class Say(Protocol):
    """A sentence of the site in the reader's language, with its values put in."""

    def __call__(self, message: str, **values: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A step. facts: by id, or a whole area ("D4"); roles: of ``compute.inputs``; estimates and
    postures: computed values; turns: parts of the stress test."""

    key: str
    facts: frozenset[str]
    roles: tuple[str, ...] = ()
    estimates: tuple[str, ...] = ()
    postures: tuple[str, ...] = ()
    turns: tuple[ReversalPart, ...] = ()


STEPS = (
    Step(
        "who-decides",
        facts=frozenset({"D7.2", "D7.3", "D8.1"}),
        turns=(ReversalPart.AGREE_NOW,),
    ),
    Step(
        "means",
        facts=frozenset({"D6.1", "D6.2", "D6.6", "D6.8", "D7.1", "D7.6"}),
        roles=("parameters", "tokens", "burn", "runway", "secured", "plan"),
        estimates=(
            "training-flop", "gpu-hours", "cost-usd", "months-of-runway",
            "months-to-usable-model", "months-to-first-revenue",
            "money-needed-usd", "money-secured-usd", "money-gap-usd",
        ),
        postures=("funding",),
    ),
    Step(
        "outsiders",
        facts=frozenset({"D8.4", "D9.1"}),
        roles=("outside_share",),
        postures=("community",),
        turns=(ReversalPart.LEAVING,),
    ),
    Step(
        "harm",
        facts=frozenset({"D10.1", "D10.3", "D10.5", "D10.8"}),
        postures=("safety",),
        turns=(ReversalPart.IRREVOCABLE,),
    ),
    Step("law", facts=frozenset({"D0.3", "D2.3", "D3.4", "D4"}), estimates=("training-flop",)),
    Step(
        "income",
        facts=frozenset({"D7.4", "D7.5", "D7.8"}),
        estimates=("months-of-runway", "months-to-first-revenue", "money-gap-usd"),
    ),
    Step(
        "turning-back",
        facts=frozenset({"D7.7", "D8.2", "D8.4", "D8.5", "D8.6"}),
        roles=("outside_share", "promise", "notice"),
        estimates=("switching-cost",),
        turns=tuple(ReversalPart),
    ),
)  # fmt: skip
KEYS = tuple(step.key for step in STEPS)


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as it is read: in two or three words, as the one question, and how to read it."""

    name: str
    ask: str
    lede: str


def words_of(step: Step, say: Say) -> StepWords:
    """A step in words."""
    return {
        "who-decides": StepWords(
            say("Who decides"),
            say("Who can decide?"),
            say("Before what to do comes who may do it. Where an investor or a partner can stop "
                "you, or nobody has settled it, start there."),
        ),
        "means": StepWords(
            say("Needed and there"),
            say("What is needed, and what is there?"),
            say("Money, months, compute and people. A gap is no verdict: it says "
                "what a partner or openness would have to bring."),
        ),
        "outsiders": StepWords(
            say("What others add"),
            say("What could outsiders add, and what would they cost?"),
            say("People outside bring work only where there is room for it, and someone who "
                "answers and reviews."),
        ),
        "harm": StepWords(
            say("Harm"),
            say("What could go wrong, and can it be undone?"),
            say("Who hosts a model can block and repair. What was downloaded cannot be recalled."),
        ),
        "law": StepWords(
            say("Law and licence"),
            say("What do law and licences require?"),
            say("Your base, your data and your users bring duties along. This is no legal advice; "
                "it shows where you need some."),
        ),
        "income": StepWords(
            say("Income"),
            say("What pays for it?"),
            say("Neither closed nor open pays by itself. Name what is sold or granted, and to "
                "whom."),
        ),
        "turning-back": StepWords(
            say("Turning back"),
            say("What would turning back cost?"),
            say("You start one way, then a partner with money demands the other. See what you "
                "would lose while you can still agree on it."),
        ),
    }[step.key]  # fmt: skip


# ---------------------------------------------------------------- what belongs to a step


def questions_of(step: Step, document: Raw) -> tuple[str, ...]:
    """The questions that bear on a step, in the order of asking."""
    inputs = document.get("compute", {}).get("inputs", {})
    played = {inputs.get(role) for role in step.roles}
    return tuple(
        question["key"]
        for category in document["categories"]
        for question in category["questions"]
        if question["key"] in played or _rests(step, question)
    )


def _rests(step: Step, question: Raw) -> bool:
    facts: Sequence[str] = question.get("facts") or ()
    named = facts if question.get("lean_core") else facts[:1]
    return any(not step.facts.isdisjoint((one, one.partition(".")[0])) for one in named)


def reads(condition: Any) -> Iterator[str]:
    """Every question that a condition reads; ``=name`` stands for a computed value."""
    if isinstance(condition, Mapping):
        if condition.get("q") is not None:
            yield str(condition["q"])
        if condition.get("computed") is not None:
            yield f"={condition['computed']}"
        for name in ("all", "any", "not"):
            yield from reads(condition.get(name))
    elif isinstance(condition, list | tuple):
        for part in condition:
            yield from reads(part)


def bears_on(step: Step, document: Raw) -> frozenset[str]:
    """What a condition must read to belong to a step, in the form of ``reads``."""
    values = (*step.estimates, *(f"posture-{one}" for one in step.postures))
    return frozenset(questions_of(step, document)) | {f"={one}" for one in values}


def musts_of(step: Step, document: Raw) -> frozenset[tuple[str, str]]:
    """The must-haves, (path, key), that read something of this step."""
    wanted = bears_on(step, document)
    return frozenset(
        (path["key"], one["key"])
        for path in document["paths"]
        for one in path["requirements"]
        if one["kind"] == "must" and not wanted.isdisjoint(reads(one["when"]))
    )


def tensions_by_step(document: Raw) -> Mapping[str, str]:
    """Contradiction -> the one step that it is told at: where the question is that settles it,
    else the first that it reads from; those of no step are left out."""
    wanted = {step.key: bears_on(step, document) for step in STEPS}
    found: dict[str, str] = {}
    for one in document.get("tensions") or ():
        for names in ({one["settle"]}, set(reads(one["when"]))):
            at = next((key for key in KEYS if not wanted[key].isdisjoint(names)), None)
            if at is not None:
                found[one["key"]] = at
                break
    return found
