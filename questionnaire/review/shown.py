"""How a venture is called for whoever reviews: by its name, or by an alias."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from secrets import SystemRandom
from typing import Any

from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from questionnaire.cohort.disclosed import disclosed_report
from questionnaire.cohort.disclosure import Disclosure, read_disclosure
from questionnaire.cohort.intake import newest_report
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from questionnaire.report.models import Report
from questionnaire.review.models import Alias
from questionnaire.vocabulary import Kind

IN_A_ROW = 99
LEAST_ROOM = 26 * IN_A_ROW
"""So many numbers there are at least to draw from: every letter."""


def alias_word(number: int) -> str:
    """An alias: Venture A1 to A99, then B1."""
    row, place = divmod(number - 1, IN_A_ROW)
    letters = ""
    while True:
        row, letter = divmod(row, 26)
        letters = chr(ord("A") + letter) + letters
        if row == 0:
            return _("Venture %(alias)s") % {"alias": f"{letters}{place + 1}"}
        row -= 1


def give_aliases(cohort: Cohort) -> None:
    """A number drawn for each venture that has none, of at least twice as many as there are
    ventures, so that no number says when a venture came. Called under the cohort's lock."""
    known = Alias.objects.filter(cohort=cohort)
    taken = set(known.values_list("number", flat=True))
    without = cohort.enrolments.exclude(pk__in=known.values("enrolment"))
    new = list(without.values_list("pk", flat=True))
    room = max(LEAST_ROOM, 2 * (len(taken) + len(new)))
    free = [number for number in range(1, room + 1) if number not in taken]
    drawn = zip(new, SystemRandom().sample(free, len(new)), strict=True)
    Alias.objects.bulk_create(
        Alias(cohort=cohort, enrolment_id=pk, number=number) for pk, number in drawn
    )


def keeps_names(cohort: Cohort, actor: Actor) -> bool:
    """Whether this reader gets aliases; whoever manages the cohort reads names."""
    return cohort.aliases and not Cohort.objects.managed_by(actor).filter(pk=cohort.pk).exists()


def names_of(enrolments: Iterable[Enrolment], *, kept: bool) -> dict[uuid.UUID, str]:
    """What each of these is called. kept: whether its name is kept from the reader. The enrolments
    are read with venture and alias."""
    return {one.pk: called(one, kept=kept) for one in enrolments}


def called(enrolment: Enrolment, *, kept: bool) -> str:
    """The name of a venture, or its alias; a venture without a number has no name either."""
    if not kept:
        return str(enrolment.venture.name)
    alias: Alias | None = getattr(enrolment, "alias", None)
    return alias_word(alias.number) if alias is not None else _("Venture without an alias")


def report_as(enrolment: Enrolment, name: str, *, kept: bool) -> tuple[Report, dict[str, Any]]:
    """What a venture disclosed, under the name that its reader may know. The enrolment is read
    consented, with its newest report and its venture."""
    assert enrolment.report_id is not None  # noqa: S101 - the caller looked
    report, venture = newest_report(enrolment.report_id), enrolment.venture
    shared = read_disclosure(vars(enrolment))
    if kept:
        report, venture, shared = _without_names(report, venture, shared, name)
    return report, disclosed_report(report, venture, shared)


def _without_names(
    report: Report, venture: Venture, shared: Disclosure, name: str
) -> tuple[Report, Venture, Disclosure]:
    """Nothing that was typed, for it could name it in any way: no note, no evidence, no text."""
    shown, hidden = copy.copy(venture), copy.copy(report)
    submission = copy.copy(report.submission)
    edition = edition_by_id(submission.edition_id)
    texts = {one.key for one in edition.rubric.questions if one.kind == Kind.TEXT}
    submission.answers = {
        key: _without_words(answer, whole=key in texts)
        for key, answer in submission.answers.items()
    }
    shown.name, hidden.submission = name, submission
    return hidden, shown, replace(shared, notes=frozenset(), evidence=frozenset())


def _without_words(answer: Any, *, whole: bool) -> Any:
    """An answer without what was typed in it; an option's key stays. whole: all of it is typed."""
    value = answer.get("value") if isinstance(answer, Mapping) else None
    if not isinstance(value, Mapping):
        return answer
    typed = {part: _("(left out: it could name the venture)") for part, text in value.items()
             if isinstance(text, str) and (whole or part in ("other", "raw"))}  # fmt: skip
    return {**answer, "value": {**value, **typed}}


# ---------------------------------------------------------------- comments


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, on a question or on the venture as a whole."""

    ask: str
    text: str


def remarks(comments: Mapping[str, str], wording: LocalEdition) -> tuple[Remark, ...]:
    """Comments, the one on the whole first, then by question in the bank's order."""
    order = {key: place for place, key in enumerate(wording.questions)}
    keys = sorted(comments, key=lambda key: (bool(key), order.get(key, len(order)), key))
    return tuple(Remark(ask_of(key, wording), comments[key]) for key in keys)


def ask_of(key: str, wording: LocalEdition) -> str:
    """A question in words; its key where this edition has it not, empty for none."""
    found = wording.questions.get(key)
    return str(found.ask) if found is not None else key
