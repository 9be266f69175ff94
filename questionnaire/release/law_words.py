"""Duties, training runs and the reach of money in words; no Django."""

from __future__ import annotations

from questionnaire.release.words import Say
from questionnaire.scoring.release.duties import Duty, Holds, Lost
from questionnaire.scoring.release.planner import Reach, Variant


def duty_name(say: Say, duty: Duty) -> str:
    """What the law presumes or asks for."""
    return {
        Duty.GENERAL_PURPOSE: say("Presumed a general-purpose model"),
        Duty.MODIFIER: say("Provider of a changed model"),
        Duty.SYSTEMIC_RISK: say("Presumed to carry systemic risk"),
        Duty.EXEMPTION: say("Exemption for open source"),
        Duty.DOCUMENTATION: say("Technical documentation for the AI Office"),
        Duty.DOWNSTREAM: say("Information for those who build on the model"),
        Duty.COPYRIGHT: say("Copyright policy that respects opt-outs"),
        Duty.SUMMARY: say("Public summary of the training content"),
        Duty.NOTIFY: say("Tell the Commission within two weeks"),
    }[duty]


def holds_word(say: Say, holds: Holds) -> str:
    """Whether it holds."""
    return {
        Holds.YES: say("yes"), Holds.NO: say("no"), Holds.MAYBE: say("may be"),
        Holds.LIFTED: say("lifted"),
    }[holds]  # fmt: skip


def lost_words(say: Say, lost: Lost) -> str:
    """Why the exemption does not hold, or may not."""
    return {
        Lost.LICENCE: say("the weights are not under a free and open licence"),
        Lost.PARAMETERS: say("the weights are not public"),
        Lost.ARCHITECTURE: say("the architecture is not public"),
        Lost.USAGE: say("nothing public tells how to use the model"),
        Lost.SYSTEMIC_RISK: say("the model is presumed to carry systemic risk"),
        Lost.RISK_UNSAID: say("it cannot be said whether the model carries systemic risk"),
        Lost.PAID: say("the release is paid for"),
        Lost.PAID_UNSAID: say("nobody said whether the release is paid for"),
    }[lost]


# ---------------------------------------------------------------- the course


def variant_name(say: Say, variant: Variant) -> str:
    """A training run."""
    return {
        Variant.PLANNED: say("As planned"),
        Variant.SMALLER: say("Half the size, half the tokens"),
        Variant.ADAPTER: say("Adapter (LoRA) on an open base of this size"),
    }[variant]


def reach_word(say: Say, reach: Reach) -> str:
    """Whether the money lasts."""
    return {
        Reach.YES: say("the money lasts"), Reach.MAYBE: say("not clear"),
        Reach.NO: say("the money ends before"), Reach.UNSAID: say("not known"),
    }[reach]  # fmt: skip
