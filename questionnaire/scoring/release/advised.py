"""Why a duty is worth its work although it does not bind this plan. No legal advice.

The rule, in words: the report advises to prepare the four duties of providers to whoever answered
that people in the European Union may use the model and that not all four could be shown (the
bank's own action). Where the plan's own table says that one of these does not bind, the reason why
it is advised all the same stands beside it:
  - lifted: the exemption is lost with systemic risk (D4.2) and is read as meant for releases that
    are not monetised (D4.6);
  - below the threshold: the guidelines that presume it are not binding (D4.3), and a larger run may
    pass it;
  - a small change of another's model: with more than a third of the base's compute whoever changes
    it becomes the provider (D4.5).
Nothing is said of a duty that could be shown already, nor where the report advises nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from questionnaire.scoring.release.duties import Duties, Duty, Holds
from questionnaire.scoring.release.told import EU_DUTIES, EU_USERS, Told

IN_THE_UNION = ("through-partners", "directly", "not-known")
BY_OPTION = {
    "technical-documentation": Duty.DOCUMENTATION,
    "downstream-information": Duty.DOWNSTREAM,
    "copyright-policy": Duty.COPYRIGHT,
    "training-summary": Duty.SUMMARY,
}
"""Options of the question about duties that could be shown, and what each stands for."""


class Advice(StrEnum):
    """Why a duty that does not bind is advised."""

    EXEMPTION_ENDS = "exemption-ends"
    THRESHOLD = "threshold"
    LARGER_CHANGE = "larger-change"


def advised(made: Duties, told: Told) -> Mapping[Duty, Advice]:
    """The duties that the report advises although they do not bind, and why."""
    ready = told.many(EU_DUTIES)
    if not ready or told.one(EU_USERS) not in IN_THE_UNION:
        return {}
    lacking = (duty for option, duty in BY_OPTION.items() if option not in ready)
    whys = ((duty, _why(made, made.holds(duty))) for duty in lacking)
    return {duty: why for duty, why in whys if why is not None}


def _why(made: Duties, holds: Holds) -> Advice | None:
    if holds is Holds.LIFTED:
        return Advice.EXEMPTION_ENDS
    if holds is not Holds.NO:
        return None
    below = made.holds(Duty.GENERAL_PURPOSE) is Holds.NO
    return Advice.THRESHOLD if below else Advice.LARGER_CHANGE
