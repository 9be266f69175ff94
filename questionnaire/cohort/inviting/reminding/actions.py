"""Reminders are set by managers; the worker writes those that are due, and invitations that wait
for their mail. Each mail and what says that it was written are one transaction, so a worker that
is killed writes nothing twice; time comes in."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from questionnaire.assessment.models import Assessment, Submission
from questionnaire.cohort.inviting.actions import InvitingRefused, held, must_be_open
from questionnaire.cohort.inviting.joining.actions import hash_address
from questionnaire.cohort.inviting.mails import invitation_mail, invited_link, reminder_mail
from questionnaire.cohort.inviting.models import CohortInvitation, OptOut, Reminded, Reminder
from questionnaire.cohort.inviting.querysets import HAS_LEFT, NOT_ARRIVED
from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.people.actions import hash_token
from questionnaire.people.models import VentureMember
from questionnaire.post.actions import queue
from questionnaire.post.models import Mail
from questionnaire.vocabulary import RemindedAs, RoundKind, VentureRole

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

STEP = 25
"""Mails written in one step of the worker, which sends mail between two steps."""
LATELY = dt.timedelta(hours=20)
"""Nobody is reminded of one cohort, or invited and reminded, twice within so long."""
UNWRITABLE = "the address cannot be written"


def write_due(*, at: dt.datetime) -> bool:
    """One step of what is to be written; whether there was anything."""
    return _write_invitations(at) or _write_reminders(at)


def keep_states(*, at: dt.datetime) -> None:
    """What became of an invitation's mail outlives the mail's own record."""
    left = CohortInvitation.objects.filter(sent_at__isnull=True, mail__state__in=HAS_LEFT)
    left.update(sent_at=_of_mail("done_at"), failed="")
    stuck = CohortInvitation.objects.filter(failed="", mail__state__in=NOT_ARRIVED)
    stuck.update(failed=_of_mail("reason"))


def _of_mail(column: str) -> Subquery:
    return Subquery(Mail.objects.filter(pk=OuterRef("mail_id")).values(column)[:1])


# ---------------------------------------------------------------- invitations


def _write_invitations(at: dt.datetime) -> bool:
    wanted = CohortInvitation.objects.to_write(at).order_by("created_at", "pk")
    ids = list(wanted.values_list("pk", flat=True)[:STEP])
    for pk in ids:
        _write_invitation(pk, at)
    return bool(ids)


@transaction.atomic
def _write_invitation(pk: Any, at: dt.datetime) -> None:
    rows = CohortInvitation.objects.select_for_update(of=("self",))
    row = rows.select_related("cohort__accelerator").to_write(at).filter(pk=pk).first()
    if row is None:
        return  # another worker was quicker, or the address has enough by now
    row.wanted = False
    if CohortInvitation.objects.live(at).filter(pk=pk).exists():
        token = secrets.token_urlsafe(32)
        made = queue(messages=[invitation_mail(row, token)], at=at)
        row.token_hash = hash_token(token)
        row.mail = made[0] if made else None
        row.failed = "" if made else UNWRITABLE
    row.save(update_fields=["wanted", "token_hash", "mail", "failed"])


# ---------------------------------------------------------------- reminders


def _write_reminders(at: dt.datetime) -> bool:
    pending = Reminder.objects.pending().select_related("cohort__accelerator", "round")
    return any(_step(one, at) for one in pending.order_by("created_at", "pk") if _is_due(one, at))


def due_on(reminder: Reminder) -> dt.date | None:
    """The day on which it goes out; None for at once."""
    if reminder.round is None or reminder.days_before is None:
        return None
    return reminder.round.closes_on - dt.timedelta(days=reminder.days_before)


def _is_due(reminder: Reminder, at: dt.datetime) -> bool:
    day = due_on(reminder)
    return day is None or day <= at.date()


def _step(reminder: Reminder, at: dt.datetime) -> bool:
    """A few mails of one reminder; whether there was anything to do."""
    closes = reminder.round.closes_on if reminder.round is not None else None
    if reminder.days_before is not None and closes is not None and closes < at.date():
        Reminder.objects.pending().filter(pk=reminder.pk).update(stopped_at=at)  # too late to help
        return True
    left: list[CohortInvitation | Enrolment] = list(_invited(reminder, at)[:STEP])
    left += list(_enrolled(reminder, at)[: STEP - len(left)])
    opted_out = _opted_out(reminder, map(_address, left))
    for one in left:
        _remind(reminder, one, opted_out, at)
    if not left:
        Reminder.objects.pending().filter(pk=reminder.pk).update(done_at=at)
    return True


def _invited(reminder: Reminder, at: dt.datetime) -> models.QuerySet[CohortInvitation]:
    """Those invited by mail who have not joined, and whom this reminder has not come to."""
    there = Reminded.objects.filter(reminder=reminder, invitation=OuterRef("pk"))
    rows = CohortInvitation.objects.mailed_to(at).filter(cohort=reminder.cohort)
    return reminded_lately(rows, at).filter(~Exists(there)).order_by("pk")


def reminded_lately(
    rows: models.QuerySet[CohortInvitation], at: dt.datetime
) -> models.QuerySet[CohortInvitation]:
    """With ``lately``: whether somebody was reminded so short a time ago that it is not done."""
    mailed = Reminded.objects.filter(
        invitation=OuterRef("pk"), outcome=RemindedAs.MAILED, at__gt=at - LATELY
    )
    return rows.annotate(lately=Exists(mailed))


def _enrolled(reminder: Reminder, at: dt.datetime) -> models.QuerySet[Enrolment]:
    """Ventures of the cohort that have sent nothing (for this round)."""
    there = Reminded.objects.filter(reminder=reminder, enrolment=OuterRef("pk"))
    owner = VentureMember.objects.filter(
        venture=OuterRef("venture"), role=VentureRole.OWNER
    ).order_by("joined_at", "pk")
    invited = CohortInvitation.objects.filter(enrolment=OuterRef("pk"))
    begun = Assessment.objects.current().filter(venture=OuterRef("venture"))
    lately = Reminded.objects.filter(
        enrolment=OuterRef("pk"), outcome=RemindedAs.MAILED, at__gt=at - LATELY
    )
    rows = Enrolment.objects.present().filter(cohort=reminder.cohort)
    return (
        rows.filter(~Exists(there), ~Exists(_sent(reminder)))
        .annotate(
            owner_email=Subquery(owner.values("user__email")[:1]),
            invited_email=Subquery(invited.values("email")[:1]),
            language=Subquery(invited.values("language")[:1]),
            lately=Exists(lately),
            begun=Subquery(begun.order_by("-created_at").values("pk")[:1]),
        )
        .order_by("pk")
    )


def _sent(reminder: Reminder) -> models.QuerySet[Submission]:
    """What a venture sent: ever, or since the round opened; for the intake whenever it was."""
    sent = Submission.objects.filter(assessment__venture=OuterRef("venture"))
    if reminder.round is None or reminder.round.kind == RoundKind.INTAKE:
        return sent
    return sent.filter(sent_at__date__gte=reminder.round.opens_on)


def _address(one: CohortInvitation | Enrolment) -> str:
    """Where it goes: to who was invited, or to the venture's first owner."""
    if isinstance(one, CohortInvitation):
        return one.email
    return str(one.owner_email or one.invited_email or "")  # type: ignore[attr-defined]


def _opted_out(reminder: Reminder, emails: Iterable[str]) -> set[str]:
    hashes = {hash_address(email) for email in emails if email}
    rows = OptOut.objects.filter(cohort=reminder.cohort, email_hash__in=hashes)
    return set(rows.values_list("email_hash", flat=True))


def _remind(
    reminder: Reminder, one: CohortInvitation | Enrolment, opted_out: set[str], at: dt.datetime
) -> None:
    """Write to one of them, or that nobody is written to; nothing where somebody did already."""
    to = _address(one)
    outcome = outcome_of(one, to, opted_out, at)
    invited = one if isinstance(one, CohortInvitation) else None
    joined = one if isinstance(one, Enrolment) else None
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            if outcome == RemindedAs.MAILED:
                with override(getattr(one, "language", None) or reminder.language):
                    link = invited_link(token) if invited else _questions(joined)
                    mail = reminder_mail(reminder, to, link=link, joined=joined)
                if not queue(messages=[mail], at=at):
                    outcome = RemindedAs.NO_ADDRESS
            Reminded.objects.create(
                reminder=reminder, invitation=invited, enrolment=joined,
                outcome=outcome, at=at,
                token_hash=hash_token(token) if invited and outcome == RemindedAs.MAILED else None,
            )  # fmt: skip
    except IntegrityError:
        return  # another worker wrote to them, and its mail went with it


def outcome_of(
    one: CohortInvitation | Enrolment, to: str, opted_out: set[str], at: dt.datetime
) -> RemindedAs:
    """What comes of a reminder for one of them. With ``lately``."""
    if not to:
        return RemindedAs.NO_ADDRESS
    if hash_address(to) in opted_out:
        return RemindedAs.OPTED_OUT
    new = isinstance(one, CohortInvitation) and one.created_at > at - LATELY
    if new or one.lately:  # type: ignore[union-attr]
        return RemindedAs.LATELY
    return RemindedAs.MAILED


def _questions(one: Any) -> str:
    """Where an enrolled venture goes on; its own page, or the start for whoever must sign in."""
    path = reverse("overview", args=[one.begun]) if one.begun else reverse("home")
    return str(settings.SITE_URL + path)


# ---------------------------------------------------------------- setting them


@transaction.atomic
def set_reminder(
    *,
    cohort: Cohort,
    round: Round | None,
    days_before: int | None,
    language: str,
    by: Actor,
    at: dt.datetime,
) -> Reminder:
    """Remind all who are not done, so many days before a round closes, or at once.

    One reminder of each kind: the same day of a round twice, or a second one at once while the
    first still goes out, is refused.
    """
    row = held(cohort, by)
    must_be_open(row)
    same = Reminder.objects.filter(cohort=row, round=round, days_before=days_before)
    same = same.pending() if days_before is None else same.filter(stopped_at__isnull=True)
    if same.exists():
        raise InvitingRefused(_("This reminder is set already."))
    before = dt.timedelta(days=days_before or 0)
    if days_before is not None and round is not None and round.closes_on - before < at.date():
        raise InvitingRefused(_("That day has gone by. Send one now instead."))
    return Reminder.objects.create(
        cohort=row, round=round, days_before=days_before, language=language, by_id=by.user_id,
        created_at=at,
    )  # fmt: skip


@transaction.atomic
def stop_reminder(*, reminder: Reminder, by: Actor, at: dt.datetime) -> bool:
    """Take a reminder back; what it has mailed is mailed. False where it was done already."""
    row = held(reminder.cohort, by)
    return bool(Reminder.objects.pending().filter(pk=reminder.pk, cohort=row).update(stopped_at=at))
