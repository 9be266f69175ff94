"""What a newer edition changed for those who answer: one reason for each question; no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.bank.difference import Change
from questionnaire.bank.scored import is_scored


class Reason(StrEnum):
    """What changed about a question; of several, the first here is told."""

    NEW = "new"
    GONE = "gone"
    KIND = "kind"  # it is answered in another way
    REWEIGHED = "reweighed"  # the wording and what answers count for
    RULES = "rules"  # what answers count for
    CHOICES = "choices"  # what can be answered
    WORDING = "wording"
    ASKED = "asked"  # when it is asked
    PLACE = "place"  # it stands in another category
    SAME = "same"


TEXTS = ("ask", "why", "help", "article", "text", "next", "unit", "steps")
"""Fields of questions and options that hold words."""
BY_FIELD: Mapping[str, Reason] = {
    "kind": Reason.KIND,
    "show_when": Reason.ASKED,
    "exclusive": Reason.CHOICES,
    "not_known": Reason.CHOICES,
    "minimum": Reason.CHOICES,
    "maximum": Reason.CHOICES,
    "decimals": Reason.CHOICES,
}
"""Fields with a reason of their own; what scoring reads beside them is a rule."""
ORDER = tuple(Reason)
SAID = ("reversal", "action")
"""Parts that say something about a result and do not make it."""


@dataclass(frozen=True, slots=True)
class Revised:
    """The reason of each question that changed, and whether rules beyond single questions did."""

    reasons: Mapping[str, Reason]
    rules: bool

    def reason(self, question: str) -> Reason:
        return self.reasons.get(question, Reason.SAME)


def revised(changes: Iterable[Change], language: str) -> Revised:
    """What changed, as one who reads this language sees it: other translations are no change."""
    found: dict[str, set[Reason]] = {}
    rules = False
    for change in changes:
        if change.part in ("question", "option"):
            question = change.key.split(".")[0]
            found.setdefault(question, set()).add(_reason(change, language))
        else:
            rules = rules or (change.part not in SAID and is_scored(change))
    return Revised({key: _first(reasons) for key, reasons in found.items()}, rules)


def _first(reasons: set[Reason]) -> Reason:
    both = {Reason.RULES, Reason.WORDING} <= reasons
    return min(reasons | ({Reason.REWEIGHED} if both else set()), key=ORDER.index)


def _reason(change: Change, language: str) -> Reason:
    if change.what in ("added", "removed"):
        whole = Reason.NEW if change.what == "added" else Reason.GONE
        return whole if change.part == "question" else Reason.CHOICES
    if change.what == "moved":
        elsewhere = change.part == "question" and change.before.parent != change.after.parent
        return Reason.PLACE if elsewhere else Reason.SAME
    name, *inner = change.field.removeprefix("number.").split(".")
    if name in TEXTS:
        return Reason.SAME if inner and inner[-1] != language else Reason.WORDING
    return BY_FIELD.get(name, Reason.RULES if is_scored(change) else Reason.SAME)
