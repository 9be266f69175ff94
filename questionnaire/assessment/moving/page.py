"""The notice of a newer edition, and the page of what it changed, put together as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionnaire.assessment.carrying import Fit
from questionnaire.assessment.desk import Desk, open_desk, said_in
from questionnaire.assessment.models import Answer, Assessment
from questionnaire.assessment.moving.actions import Crossing, cross
from questionnaire.assessment.pages import (
    CarriedOver,
    ChangeRow,
    ChangesPage,
    CohortWish,
    Notice,
)
from questionnaire.assessment.revised import Reason, Revised, revised
from questionnaire.bank.queries import OpenEdition, changes_between, edition_by_id, notes_between
from questionnaire.bank.wording import LocalEdition, LocalQuestion, Phrase
from questionnaire.vocabulary import AssessmentStatus

# ---------------------------------------------------------------- where an assessment stands


@dataclass(frozen=True, slots=True)
class Step:
    """From an assessment to a newer edition; target: the answers there, once there are some."""

    source: Assessment
    target: Assessment | None
    edition: OpenEdition


def newer_edition(found: Assessment) -> OpenEdition | None:
    """The edition that superseded the assessment's, if one did. Read ``with_newest_edition``.

    A sheet answered apart stays with the edition of what it is compared with.
    """
    if found.apart_id is not None:
        return None
    if found.newest_edition in (None, found.edition_id):
        return None
    own, newest = edition_by_id(found.edition_id), edition_by_id(found.newest_edition)
    later = own.published_at and newest.published_at and own.published_at < newest.published_at
    return newest if later else None


def step_ahead(found: Assessment) -> Step | None:
    """Where one can go on from here: what was begun there before, else the newest edition."""
    begun: Assessment | None = getattr(found, "carried_to", None)
    edition = edition_by_id(begun.edition_id) if begun is not None else newer_edition(found)
    return Step(found, begun, edition) if edition is not None else None


def step_behind(found: Assessment) -> Step | None:
    """How one came here, if these answers began with earlier ones."""
    if found.carried_from is None:
        return None
    return Step(found.carried_from, found, edition_by_id(found.edition_id))


def notice(found: Assessment) -> Notice | None:
    """What stands over the pages of answers that are left, or whose questions were revised."""
    if found.left_for_id is not None:
        return Notice(found.left_for_id)
    newer = newer_edition(found)
    return Notice(None, newer.published_at, note_of(newer)) if newer else None


def _came(desk: Desk) -> Step | None:
    """How one came to answers that are open now, unless their questions were revised again."""
    found = desk.assessment
    done = found.left_for_id is not None or found.status != AssessmentStatus.OPEN
    return None if done or newer_edition(found) is not None else step_behind(found)


def anew_in(desk: Desk, category: str) -> tuple[ChangeRow, ...]:
    """The questions of a category that wait for an answer since an earlier one does not fit."""
    step = _came(desk)
    if step is None:
        return ()
    rows = _Rows(step, cross(step.source, step.edition), desk).misfits()
    return tuple(row for row in rows if row.category == category and row.now == "open")


def carried_over(desk: Desk) -> CarriedOver | None:
    """What moving on left to do, for the task list; None where it left nothing to say."""
    step = _came(desk)
    if step is None:
        return None
    crossing = cross(step.source, step.edition)
    return CarriedOver(
        anew=sum(
            key in desk.way.asked and not desk.stored(key) for key, _fit in misfits_of(crossing)
        ),
        behind=len(crossing.since(desk.assessment)),
        earlier=step.source.pk,
        edition=step.edition.id,
    )


def misfits_of(crossing: Crossing) -> Iterator[tuple[str, Fit]]:
    """What was answered and does not fit."""
    for key in crossing.found.listed:
        if crossing.answers[key].value:
            yield key, crossing.found.fits[key]


def note_of(edition: OpenEdition) -> str:
    """The change note in the reader's language, as a part of a sentence."""
    return _told(edition.change_note, edition.main.language)


def _told(said: Mapping[str, str], main: str) -> str:
    note = said.get(get_language() or "en") or said.get(main) or next(iter(said.values()), "")
    return note.rstrip(" .\n")


def _passed_notes(step: Step) -> Iterator[str]:
    """What was new in the editions between, which these answers never stood under."""
    before = edition_by_id(step.source.edition_id)
    for said in notes_between(before, step.edition):
        note = _told(said, step.edition.main.language)
        if note:
            yield note


# ---------------------------------------------------------------- what changed


def changes_page(found: Assessment) -> ChangesPage | None:
    """What changed ahead of these answers, else what changed on the way here; None for neither."""
    ahead = step_ahead(found)
    step = ahead or step_behind(found)
    if step is None:
        return None
    crossing = cross(step.source, step.edition)
    target = step.target
    rows = _Rows(step, crossing, open_desk(target) if target is not None else None)
    unsent = found.status == AssessmentStatus.OPEN and not found.submissions.exists()
    answered = [key for key, row in crossing.answers.items() if row.value]
    return ChangesPage(
        venture=found.venture.name,
        revised_on=step.edition.published_at,
        change_note=note_of(step.edition),
        passed_notes=tuple(_passed_notes(step)),
        moved=ahead is None,
        may_move=ahead is not None and found.left_for_id is None,
        may_go_back=bool(found.carried_from_id and found.left_for_id is None and unsent),
        edition=step.edition.id,
        earlier=step.source.pk,
        later=target.pk if target else None,
        answered=len(answered),
        carried=sum(crossing.found.fits[key] is Fit.FITS for key in answered),
        behind=len(crossing.since(target)) if target and ahead is None and unsent else 0,
        misfits=tuple(rows.misfits()),
        new=tuple(rows.new()),
        changed=tuple(rows.changed()),
        gone=tuple(rows.gone()),
        same=tuple(rows.now.question(key).ask for key in rows.same()),
        rules=rows.revised.rules,
        cohorts=tuple(_wishes(step)) if ahead else (),
    )


def _wishes(step: Step) -> Iterator[CohortWish]:
    """The cohorts that the venture is in, and which edition each asks for."""
    names = ("cohort__name", "cohort__accelerator__name", "cohort__edition_id",
             "cohort__edition__key")  # fmt: skip
    joined = step.source.venture.enrolments.filter(revoked_at__isnull=True)
    known = {step.source.edition_id: "now", step.edition.id: "next"}
    for cohort, accelerator, edition, key in joined.order_by("cohort__name").values_list(*names):
        yield CohortWish(cohort, accelerator, key, known.get(edition, "other"))


class _Rows:
    """The questions of both editions, each with its one sentence in the reader's language."""

    def __init__(self, step: Step, crossing: Crossing, there: Desk | None) -> None:
        language, before = get_language() or "en", edition_by_id(step.source.edition_id)
        self.was, self.now = before.wording(language), step.edition.wording(language)
        self.crossing = crossing
        shown = language if language in step.edition.document["languages"] else None
        self.revised: Revised = revised(
            changes_between(before, step.edition), shown or step.edition.main.language
        )
        self.unfit = dict(misfits_of(crossing))
        self.there = there

    def misfits(self) -> Iterator[ChangeRow]:
        """What was answered and has to be answered anew."""
        for key, question in self.now.questions.items():
            if key in self.unfit:
                yield self._row(question, _UNFIT[self.unfit[key]](), now=self._now(key))

    def new(self) -> Iterator[ChangeRow]:
        for key, question in self.now.questions.items():
            if self.revised.reason(key) is Reason.NEW:
                yield self._row(question, _WHY[Reason.NEW](), now=self._now(key))

    def changed(self) -> Iterator[ChangeRow]:
        for key, question in self.now.questions.items():
            reason = self.revised.reason(key)
            if key not in self.unfit and reason not in (Reason.NEW, Reason.SAME):
                row, was = self._row(question, _WHY[reason]()), self.was.question(key)
                yield replace(
                    row, reworded=tuple(_reworded(was, question)),
                    added=_more(question, was), dropped=_more(was, question),
                )  # fmt: skip

    def same(self) -> Iterator[str]:
        for key in self.now.questions:
            if key not in self.unfit and self.revised.reason(key) is Reason.SAME:
                yield key

    def gone(self) -> Iterator[ChangeRow]:
        for key, question in self.was.questions.items():
            if key not in self.now.questions:
                row = self.crossing.answers.get(key)
                told = _WHY[Reason.GONE] if row and row.value else _UNFIT[Fit.GONE]
                yield self._row(question, told())

    def _now(self, key: str) -> str:
        """Whether the question waits for an answer there, was answered anew, or is not asked."""
        if self.there is None:
            return ""
        if self.there.stored(key):
            return "answered"
        return "open" if key in self.there.way.asked else "hidden"

    def _row(self, question: LocalQuestion, sentence: str, *, now: str = "") -> ChangeRow:
        answer = self.crossing.answers.get(question.key)
        return ChangeRow(
            key=question.key,
            category=question.category,
            ask=question.ask,
            sentence=sentence,
            said=_said(self.was, question.key, answer),
            note=answer.note if answer else "",
            evidence=answer.evidence if answer else "",
            claim=answer.claim if answer else "",
            now=now,
        )


def _reworded(was: LocalQuestion, now: LocalQuestion) -> Iterator[tuple[Phrase, Phrase]]:
    """The texts that say something else than before: question, help, and what can be answered."""
    pairs = [(was.ask, now.ask), (was.help, now.help)]
    pairs += [(was.by_key[one.key].text, one.text) for one in now.options if one.key in was.by_key]
    for before, after in pairs:
        if before and after and before != after:
            yield before, after


def _more(one: LocalQuestion, other: LocalQuestion) -> tuple[Phrase, ...]:
    """What can be chosen in one and not in the other."""
    return tuple(option.text for option in one.options if option.key not in other.by_key)


def _said(was: LocalEdition, key: str, answer: Answer | None) -> str:
    """What was answered, in the words of the edition that asked it."""
    if answer is None or not answer.value:
        return ""
    return said_in(was, was.question(key), answer.value) if key in was.questions else ""


_UNFIT = {
    Fit.GONE: lambda: _("It is no longer asked."),
    Fit.KIND: lambda: _("It is answered in another way now, so your answer no longer fits."),
    Fit.OPTION: lambda: _("What you chose is no longer on offer, so your answer no longer fits."),
    Fit.ALONE: lambda: _("Something you ticked can no longer stand beside other answers."),
    Fit.UNIT: lambda: _("The number is counted in another unit now, so yours no longer fits."),
    Fit.RANGE: lambda: _("Your number lies outside of what can be answered now."),
}
_WHY = {
    Reason.NEW: lambda: _("This question is new."),
    Reason.GONE: lambda: _("It is no longer asked; your answer stays with the earlier questions."),
    Reason.KIND: lambda: _("It is answered in another way now."),
    Reason.REWEIGHED: lambda: _(
        "The wording and what the answers count for changed, so your result may move."
    ),
    Reason.RULES: lambda: _("What the answers count for changed, so your result may move."),
    Reason.CHOICES: lambda: _("What can be answered changed."),
    Reason.WORDING: lambda: _(
        "Its words changed. See whether your answer still says what you mean."
    ),
    Reason.ASKED: lambda: _("When it is asked changed, so it may come up or stay hidden."),
    Reason.PLACE: lambda: _("It stands in another category now."),
}
