"""What the release rules find, in words; no Django. A sentence says what, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from questionnaire.scoring.release.base import Clash, Conflict
from questionnaire.scoring.release.components import BY_KEY
from questionnaire.scoring.release.consistency import Gap, Mismatch
from questionnaire.scoring.release.mof import Standing
from questionnaire.scoring.release.osaid import Reason, Verdict, Why
from questionnaire.scoring.release.plan import Degree, When
from questionnaire.scoring.release.told import TOKENS


class Say(Protocol):
    """A sentence of the site in the reader's language, with its values put in."""

    def __call__(self, message: str, **values: object) -> str: ...


Listed = Callable[[list[str]], str]


def component_name(say: Say, key: str) -> str:
    """A component as the framework calls it, in the reader's language."""
    return say(BY_KEY[key].name)


def named(say: Say, listed: Listed, keys: tuple[str, ...]) -> str:
    """Components in a row: "Model card and Data card"."""
    return listed([component_name(say, key) for key in keys])


def kind_word(say: Say, kind: str) -> str:
    """A kind of component."""
    return {"code": say("Code"), "data": say("Data and weights"), "document": say("Documents")}[
        kind
    ]


def when_word(say: Say, when: When) -> str:
    """Whether a component is released."""
    return {
        When.RELEASED: say("Released"), When.LATER: say("Later"), When.NOT: say("Not released"),
    }[when]  # fmt: skip


def level_name(say: Say, level: int) -> str:
    """A class of the framework; 0 is none."""
    return {
        0: say("No class yet"), 3: say("Class III, Open Model"),
        2: say("Class II, Open Tooling"), 1: say("Class I, Open Science"),
    }[level]  # fmt: skip


def standing_word(say: Say, standing: Standing) -> str:
    """Why a component does not count."""
    return {
        Standing.MISSING: say("not released"), Standing.UNLICENSED: say("has no licence"),
        Standing.NOT_OPEN: say("its licence is not open"), Standing.COUNTS: say("counts"),
    }[standing]  # fmt: skip


def tool_word(say: Say, word: str) -> str:
    """A word of the tool's own lists; names of architectures are the same in every language."""
    return {
        "language": say("language"), "vision": say("seeing"), "image": say("images"),
        "audio": say("sound"), "video": say("video"), "3d": say("three dimensions"),
        "code": say("code"), "multimodal": say("several media"), "other": say("other"),
        "hybrid": say("mixed"), "undisclosed": say("not disclosed"),
        "pre-trained": say("trained anew"),
        "instruct fine-tuned": say("fine-tuned for instructions"),
        "chat fine-tuned": say("fine-tuned for conversation"),
    }.get(word, word)  # fmt: skip


def caveat(say: Say) -> str:
    """What a class says while the base's terms stand against the plan."""
    return say(
        "This counts the licences as you plan them. The terms of the base stand against them: "
        "settle that first."
    )


# ---------------------------------------------------------------- open source


def verdict_words(say: Say, verdict: Verdict) -> tuple[str, str]:
    """May it be called open source: in a word, and in a sentence."""
    return {
        Verdict.YES: (say("Yes"), say("By this plan you may call the release open source AI.")),
        Verdict.UNSETTLED: (
            say("Not settled yet"),
            say("Nothing that we know stands in the way; it hangs on what nobody has said yet."),
        ),
        Verdict.OTHER_TERMS: (
            say("Not under these terms"),
            say("Everything that it needs is planned; licences stand in the way."),
        ),
        Verdict.NO: (
            say("No"),
            say("Do not call this release open source AI: something that it needs is kept."),
        ),
    }[verdict]


def reason_words(say: Say, listed: Listed, reason: Reason) -> str:
    """Why not, or what is to be checked."""
    if reason.conflict is not None:
        return conflict_words(say, listed, reason.conflict)
    part = component_name(say, reason.component) if reason.component else ""
    values = {"part": part, "licence": reason.licence}
    return {
        Why.NO_INFORMATION: say(
            "Nothing tells of the training data: a data card, a report, a paper or the data itself."
        ),
        Why.NOT_DESCRIBED: say(
            "The training data is not described so that others could build an equivalent model."
        ),
        Why.DESCRIPTION_UNSAID: say(
            "Say under “The model” whether the training data is described in full; it hangs on it."
        ),
        Why.MISSING: say("%(part)s: not released.", **values),
        Why.NOT_OPEN: say("%(part)s: %(licence)s is not an open licence.", **values),
        Why.UNLICENSED: say("%(part)s: it has no licence.", **values),
        Why.NOT_APPROVED: say(
            "%(part)s: %(licence)s is open, but not approved by the OSI for code.", **values
        ),
        Why.NOT_APPROVED_WEIGHTS: say(
            "%(part)s: %(licence)s is open; ask whether the OSI approves such terms for weights.",
            **values,
        ),
        Why.LIBRARIES: say(
            "Libraries of your own that the rest needs have to be released too; those of others "
            "are there already."
        ),
    }[reason.why]


# ---------------------------------------------------------------- the profile


def dimension_name(say: Say, key: str) -> str:
    """A dimension of the openness index."""
    return {
        "base-data": say("Data of the base"), "end-data": say("Data of the fine-tuning"),
        "base-weights": say("Weights of the base"), "end-weights": say("Weights of the end model"),
        "training-code": say("Training code"), "code-documentation": say("Documented code"),
        "architecture": say("Documented architecture"), "preprint": say("Report or preprint"),
        "paper": say("Reviewed paper"), "model-card": say("Model card"),
        "data-sheet": say("Data sheet"), "package": say("Package to install"),
        "api": say("Interface to try it"), "licences": say("Licences"),
    }[key]  # fmt: skip


def degree_word(say: Say, degree: Degree) -> str:
    """How far a dimension is open."""
    return {
        Degree.OPEN: say("open"), Degree.PARTIAL: say("partly open"),
        Degree.CLOSED: say("closed"), Degree.UNSAID: say("not said"),
    }[degree]  # fmt: skip


# ---------------------------------------------------------------- conflicts


def conflict_words(say: Say, listed: Listed, one: Conflict) -> str:
    """A conflict and what settles it."""
    values = {
        "parts": named(say, listed, one.components), "licence": one.licence or say("not named"),
        "other": one.other or say("none"),
    }  # fmt: skip
    return _BASES.get(one.clash, _clash)(say, values, one.clash)


def _of_base(say: Say, values: dict[str, str], clash: Clash) -> str:
    return {
        Clash.BASE_FOR_RESEARCH: say(
            "The base you build on (%(licence)s) is for research or non-commercial use. Change the "
            "base, or ask its maker for a licence, before anybody pays.", **values
        ),
        Clash.BASE_WITH_LIMITS: say(
            "The base (%(licence)s) limits use; you cannot pass weights made from it on under "
            "%(other)s. Pass its limits on, or take another base.", **values
        ),
        Clash.BASE_SHARES_ALIKE: say(
            "The base (%(licence)s) asks for the same licence on what is made from it; you plan "
            "%(other)s.", **values
        ),
        Clash.BASE_UNKNOWN: say(
            "The terms of the base are not known. Write its licence down: your weights may have "
            "to carry it on.", **values
        ),
        Clash.ANEW_ON_BASE: say(
            "Training says “trained anew”, and a model is named that it is built on. Change one "
            "of them: terms and duties hang on it."
        ),
        Clash.SERVICE_TERMS: say(
            "Your base is on a provider’s service terms; they seldom allow weights to be passed on."
        ),
    }[clash]  # fmt: skip


def _clash(say: Say, values: dict[str, str], clash: Clash) -> str:
    return {
        Clash.CALLED_OPEN: say(
            "You mean to call it open, and the weights are not under an open licence (%(licence)s)."
            " Change the licence, or the word.", **values
        ),
        Clash.CALLED_TOO_SOON: say(
            "You mean to call it open source, and this plan does not carry the word. What it lacks "
            "stands under “May it be called open source?”."
        ),
        Clash.NO_LICENCE: say(
            "Released without a licence: %(parts)s. Others may look and not use.", **values
        ),
        Clash.UNKNOWN_LICENCE: say(
            "%(licence)s is no licence that we know. Write the id as SPDX does, such as "
            "Apache-2.0, or have the text read. It is about: %(parts)s.", **values
        ),
        Clash.OTHER_KIND: say(
            "The licence is open, but made for something else: %(parts)s. It counts; one that was "
            "made for it is clearer.", **values
        ),
        Clash.DATA_LIMITS: say(
            "The datasets are limited (%(licence)s) and the weights are open (%(other)s). Have it "
            "checked whether weights may be opened that were made from them.", **values
        ),
        Clash.DATA_UNCHECKED: say(
            "You plan to release datasets whose rights were not checked. Sort the sources first."
        ),
        Clash.NO_CONTRIBUTOR_TERMS: say(
            "Others contribute, and no terms say under which licence: %(parts)s. Ask for a "
            "sign-off before the release.", **values
        ),
        Clash.MAY_RELICENSE: say(
            "Your agreement with contributors lets you relicense their work; say in public what "
            "you will never do with it."
        ),
    }[clash]  # fmt: skip


_BASES = {
    clash: _of_base
    for clash in (
        Clash.BASE_FOR_RESEARCH, Clash.BASE_WITH_LIMITS, Clash.BASE_SHARES_ALIKE,
        Clash.BASE_UNKNOWN, Clash.SERVICE_TERMS, Clash.ANEW_ON_BASE,
    )
}  # fmt: skip


def mismatch_words(
    say: Say, listed: Listed, one: Mismatch, path: str, musts: Mapping[str, str]
) -> str:
    """A disagreement between plan, decision and answers. musts: those of the path, in words."""
    broken = listed([f"“{musts[key]}”" for key in one.musts])
    values = {"parts": named(say, listed, one.components), "path": path, "musts": broken}
    if one.gap is Gap.SIZE_SAID:
        if one.question == TOKENS:
            return say("The plan’s tokens of training are not those that you answered.")
        return say("The plan’s number of parameters is not the one that you answered.")
    return {**_with_path(say, values), **_with_answers(say, values)}[one.gap]


def _with_path(say: Say, values: dict[str, str]) -> dict[Gap, str]:
    return {
        Gap.DECISION_OPEN: say(
            "The decision for %(path)s is open again: decide anew before you release by this plan.",
            **values,
        ),
        Gap.PATH_KNOCKED_OUT: say(
            "You decided on %(path)s, and your answers of today knock it out. It breaks on: "
            "%(musts)s.",
            **values,
        ),
        Gap.PATH_KEEPS_WEIGHTS: say(
            "%(path)s keeps the weights; the plan hands them out.", **values
        ),
        Gap.PATH_HANDS_OUT: say("%(path)s hands out weights; the plan keeps them.", **values),
        Gap.PATH_IS_OPEN: say(
            "%(path)s asks for an open licence on the weights; the plan’s is not open.", **values
        ),
        Gap.PATH_IS_LIMITED: say(
            "%(path)s sets limits by licence; the plan’s licence sets none.", **values
        ),
        Gap.PATH_IN_STEPS: say(
            "%(path)s opens in steps, each after a test passed; the plan hands the weights to "
            "everybody at once, and nobody can call them back.",
            **values,
        ),
        Gap.PATH_NEEDS_ALL: say("%(path)s opens these too: %(parts)s.", **values),
    }


def _with_answers(say: Say, values: dict[str, str]) -> dict[Gap, str]:
    return {
        Gap.ROUTE_CLOSED: say("You lean towards a closed product, and plan to hand out weights."),
        Gap.ROUTE_OPEN: say(
            "You lean towards an open route, and the plan has no open licence on the weights."
        ),
        Gap.PARTS_PROMISED: say(
            "You answered that these will be open, and by the plan they are not: %(parts)s.",
            **values,
        ),
        Gap.PARTS_UNSAID: say(
            "By the plan these will be open, and they are not among the parts that you answered: "
            "%(parts)s.",
            **values,
        ),
        Gap.LICENCE_SAID: say("You answered another kind of licence for the weights."),
        Gap.ACCESS_SAID: say(
            "How people can try the model at launch does not fit what the plan does with the "
            "weights."
        ),
        Gap.ACCESS_SHORT: say(
            "You answered that people get the training code and information about the data with "
            "the weights; the plan keeps these: %(parts)s.",
            **values,
        ),
        Gap.PARTNER_HOLDS: say(
            "The partner’s exclusive rights and weights that anybody may use do not go together."
        ),
        Gap.BASE_NOT_NAMED: say("You build on another’s model, and the plan does not name it."),
        Gap.DUTIES_NOT_READY: say("Duties hold by this plan that you could not show for tomorrow."),
    }
