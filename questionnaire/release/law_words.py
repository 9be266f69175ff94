"""Duties, training runs and the reach of money in words; no Django."""

from __future__ import annotations

from questionnaire.release.words import Say
from questionnaire.report.narrative.ladder import financed_word
from questionnaire.scoring.release.advised import Advice
from questionnaire.scoring.release.duties import KEPT, LIFTABLE, Duty, Holds, Lost
from questionnaire.scoring.release.planner import Reach, Variant

OWED = (*LIFTABLE, *KEPT, Duty.NOTIFY)


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


def holds_word(say: Say, holds: Holds, duty: Duty) -> str:
    """Whether it holds: a presumption may be so, a duty is settled or not."""
    if holds is Holds.MAYBE and duty in OWED:
        return say("not settled")
    return {
        Holds.YES: say("yes"), Holds.NO: say("no"), Holds.MAYBE: say("may be"),
        Holds.LIFTED: say("lifted"),
    }[holds]  # fmt: skip


def lost_words(say: Say, lost: Lost) -> str:
    """Why the exemption does not hold, or may not; or what a line that may hold waits for."""
    return {
        Lost.LICENCE: say("the weights are not under a free and open licence"),
        Lost.BASE: say("the base’s terms stand against the licence of the weights"),
        Lost.PARAMETERS: say("the weights are not public"),
        Lost.ARCHITECTURE: say("the architecture is not public"),
        Lost.USAGE: say("nothing public tells how to use the model"),
        Lost.SYSTEMIC_RISK: say("the model is presumed to carry systemic risk"),
        Lost.RISK_UNSAID: say("it cannot be said whether the model carries systemic risk"),
        Lost.PAID: say("the release is charged for"),
        Lost.PAID_UNSAID: say("nobody said whether the release is charged for"),
        Lost.BASE_UNSAID: say("the base’s compute is not given"),
        Lost.SIZE_UNSAID: say("the parameters and tokens of the run are not given"),
        Lost.NOT_YET: say("it holds once everything planned is out"),
        Lost.MAYBE_THEN: say("it may hold once everything planned is out"),
        Lost.NEAR: say("the run may come out below the threshold or above it"),
        Lost.SMALL_CHANGE: say(
            "too small a change to make you the provider, whatever the base’s compute is"
        ),
        Lost.UNDER_A_THIRD: say("the run is no more than a third of the base’s compute"),
    }[lost]


def advice_words(say: Say, advice: Advice) -> str:
    """Why the report advises a duty that does not bind, by the facts that its row and its
    neighbours stand on."""
    return {
        Advice.EXEMPTION_ENDS: say(
            "the report still advises it: the exemption is lost with systemic risk, and is read as "
            "meant for releases that are not charged for"
        ),
        Advice.THRESHOLD: say(
            "the report still advises it: the guidelines that set the threshold are not binding, "
            "and a larger run may pass it"
        ),
        Advice.LARGER_CHANGE: say(
            "the report still advises it: with more than a third of the base’s compute you would "
            "provide the changed model"
        ),
    }[advice]


# ---------------------------------------------------------------- the course


def variant_name(say: Say, variant: Variant) -> str:
    """A training run."""
    return {
        Variant.PLANNED: say("As planned"),
        Variant.SMALLER: say("Half the size, half the tokens"),
        Variant.ADAPTER: say("Adapter (LoRA) on an open base of this size"),
    }[variant]


def reach_word(say: Say, reach: Reach) -> str:
    """Whether the money lasts, in the words of the report; and that a figure is missing for it."""
    if reach is Reach.UNSAID:
        return say("Financed or not: a figure is missing")
    return financed_word(say, {Reach.YES: True, Reach.NO: False}.get(reach))


# ---------------------------------------------------------------- sums


def hours_sum(say: Say, *, peak: str, most: str, least: str, hours: str) -> str:
    """Hours of one run."""
    return say(
        "Least operations on chips of %(peak)s TFLOP/s, of which %(most)s to %(least)s are really "
        "used: %(hours)s for one run that succeeds.",
        peak=peak, most=most, least=least, hours=hours,
    )  # fmt: skip


def reruns_sum(say: Say, *, runs: str, total: str) -> str:
    """Hours with the runs that fail."""
    return say(
        "Times %(runs)s for failed and repeated runs: %(total)s in all.", runs=runs, total=total
    )


def cost_sum(say: Say, *, price: str, cost: str) -> str:
    """The cost."""
    return say("Times %(price)s USD an hour: %(cost)s.", price=price, cost=cost)


def time_sum(say: Say, *, accelerators: str, month: str, time: str) -> str:
    """The time that it takes."""
    return say(
        "Hours in all, shared among %(accelerators)s accelerators, %(month)s hours a month: "
        "%(time)s.",
        accelerators=accelerators, month=month, time=time,
    )  # fmt: skip


def spread_sum(say: Say, *, cost: str, used: str, reruns: str, price: str, tokens: str) -> str:
    """Why the most costs so many times the least."""
    values = {"cost": cost, "used": used, "reruns": reruns, "price": price, "tokens": tokens}
    if tokens:
        return say(
            "The most costs %(cost)s times the least: %(used)s by the share of the chip used, "
            "times %(reruns)s by repeated runs, times %(price)s by the price, times %(tokens)s by "
            "the tokens.", **values
        )  # fmt: skip
    return say(
        "The most costs %(cost)s times the least: %(used)s by the share of the chip used, times "
        "%(reruns)s by repeated runs, times %(price)s by the price.", **values
    )  # fmt: skip


def beside_words(say: Say, other: str) -> str:
    """How this stands to the report. other: figures that are not those of the answers, if any."""
    if not other:
        return say(
            "These are the figures of your answers, reckoned as in the report, so both say the "
            "same."
        )
    return say(
        "Reckoned as in the report, but with figures of its own, so the two may differ: %(other)s.",
        other=other,
    )  # fmt: skip


def pace_words(say: Say, milestone: str, delay: str) -> str:
    """Whether the run fits into the months that the ladder has up to the first milestone behind
    it. delay: months, empty for none."""
    if not delay:
        return say(
            "The months to milestones are the ladder’s; this run fits into those up to "
            "“%(milestone)s”, so it does not move them.", milestone=milestone
        )  # fmt: skip
    return say(
        "The months to milestones are the ladder’s, and this run takes longer than they allow: it "
        "puts “%(milestone)s” and what follows off by %(delay)s months.",
        milestone=milestone, delay=delay,
    )  # fmt: skip
