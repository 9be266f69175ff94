"""Retention, and erasures once more after a restore. Time comes in.

Each sweep deletes what has been kept long enough.
A sweep may run at any moment and any number of times; what it did not finish, the next one does.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session as UnusedSession
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from questionnaire.cohort.inviting.models import CohortInvitation
from questionnaire.cohort.models import Opening
from questionnaire.cohort.pack.actions import forget_packs
from questionnaire.erasure.actions import Line, note_erased, trim_list
from questionnaire.erasure.models import Erased
from questionnaire.keeping import (
    CODE_DAYS,
    DESK_LOG_DAYS,
    DONE_DAYS,
    IDLE_DRAFT_DAYS,
    IDLE_WARNING_DAYS,
    INVITED_DAYS,
    LOOK_DAYS,
    UNCONFIRMED_DAYS,
)
from questionnaire.people.models import (
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
    Invitation,
    Session,
    User,
    Venture,
    VentureMember,
)
from questionnaire.post.actions import forget, look_after
from questionnaire.report.models import LinkOpening
from questionnaire.upkeep.beats import beat
from questionnaire.upkeep.mails import mail_draft_ends
from questionnaire.upkeep.models import Beat
from questionnaire.upkeep.queries import address_of, idle_drafts, invited
from questionnaire.upkeep.withdrawing.actions import take_back

log = logging.getLogger("fmassess.upkeep")
DAY = dt.timedelta(days=1)
IDLE, WARNED_AFTER = IDLE_DRAFT_DAYS * DAY, IDLE_WARNING_DAYS * DAY
MOST = 5000
"""Rows in one piece. Of drafts and accounts the rest is for tomorrow: mail never waits long."""


def retain(*, at: dt.datetime) -> dict[str, int]:
    """Every sweep once; how many rows each took. That it ran is kept, if all did."""
    took = {name: sweep(at) for name, sweep in SWEEPS.items()}
    beat(name=Beat.RETENTION, at=at)
    log.info("retention: %s", ", ".join(f"{name} {number}" for name, number in took.items()))
    return took


def _drafts(at: dt.datetime) -> int:
    _warn(at)
    told = Q(warned_at__gt=at - WARNED_AFTER, warned_at__lte=at - (IDLE - WARNED_AFTER))
    rows = idle_drafts(since=at - IDLE).filter(told | ~invited())
    return sum(_forget_draft(rows, pk) for pk in list(rows.values_list("pk", flat=True)[:MOST]))


@transaction.atomic
def _forget_draft(rows: QuerySet[Venture], pk: uuid.UUID) -> bool:
    """Delete one, unless somebody changed it meanwhile: saving waits for the venture's lock."""
    list(Venture.objects.select_for_update().filter(pk=pk).values_list("pk"))
    found = rows.filter(pk=pk).first()
    if found is None:
        return False
    # No need to note it: what a backup brings back of it, this sweep takes again.
    found.delete()
    return True


def _warn(at: dt.datetime) -> None:
    rows = idle_drafts(since=at - WARNED_AFTER).filter(invited())
    rows = rows.filter(Q(warned_at=None) | Q(warned_at__lte=at - WARNED_AFTER))
    for venture in rows[:MOST]:
        with transaction.atomic():
            mine = rows.filter(pk=venture.pk)
            if not Venture.objects.filter(pk__in=mine.values("pk")).update(warned_at=at):
                continue  # another worker was quicker, or somebody came back
            if (known := address_of(venture)) is not None:
                day = (at + IDLE - WARNED_AFTER).date()
                mail_draft_ends(to=known[0], language=known[1], on=day, about=venture.pk)


def _accounts(at: dt.datetime) -> int:
    """Accounts of an address that nobody ever confirmed, and that belong to nothing."""
    mine = OuterRef("pk")
    rows = User.objects.filter(
        ~Exists(VentureMember.objects.filter(user=mine)),
        ~Exists(AcceleratorMember.objects.filter(user=mine)),
        is_staff=False, is_superuser=False, last_login=None,
        date_joined__lt=at - UNCONFIRMED_DAYS * DAY,
    ).exclude(emailaddress__verified=True)  # fmt: skip
    gone = list(rows.values_list("pk", flat=True)[:MOST])
    with transaction.atomic():
        note_erased(kind=Erased.ACCOUNT, keys=gone, at=at)
        User.objects.filter(pk__in=gone).delete()
    return len(gone)


def _sessions(at: dt.datetime) -> int:
    """Those that ended; and those of nobody, which hold at most a code, a day after their use."""
    lasts = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    ended = Q(expire_date__lt=at) | Q(user=None, expire_date__lt=at + lasts - DAY)
    UnusedSession.objects.filter(expire_date__lt=at).delete()
    return Session.objects.filter(ended).delete()[0]


def _codes(at: dt.datetime) -> int:
    return int(EmailConfirmation.objects.filter(created__lt=at - CODE_DAYS * DAY).delete()[0])


def _invitations(at: dt.datetime) -> int:
    day = at - INVITED_DAYS * DAY
    ended = Q(accepted_at=None) & (Q(expires_at__lt=day) | Q(revoked_at__lt=day))
    gone = Q(enrolment=None) & (Q(expires_at__lt=day) | Q(withdrawn_at__lt=day))
    old = (Invitation, ended), (AcceleratorInvitation, ended), (CohortInvitation, gone)
    return sum(model._default_manager.filter(which).delete()[0] for model, which in old)


def _looks(at: dt.datetime) -> int:
    day = at - LOOK_DAYS * DAY
    of_links = LinkOpening.objects.filter(link__grant__expires_at__lt=day)
    return _in_pieces(Opening.objects.filter(at__lt=day)) + _in_pieces(of_links)


def _in_pieces(rows: QuerySet[Any]) -> int:
    """The oldest first: no transaction is long, and none reads what stays."""
    found = 0
    while True:
        oldest = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
        found += rows.model._default_manager.filter(pk__in=oldest).delete()[0]
        if len(oldest) < MOST:
            return found


def _packs(at: dt.datetime) -> int:
    return forget_packs(at=at)


def _mails(at: dt.datetime) -> int:
    return look_after(at=at)


def _erasures(at: dt.datetime) -> int:
    return trim_list(file=settings.ERASURE_LIST, at=at)


def _log(at: dt.datetime) -> int:
    return LogEntry.objects.filter(action_time__lt=at - DESK_LOG_DAYS * DAY).delete()[0]


def _jobs(at: dt.datetime) -> int:
    before = DBTaskResult.objects.count()
    call_command("prune_db_task_results", min_age_days=DONE_DAYS, verbosity=0)
    return before - DBTaskResult.objects.count()


def _counts(at: dt.datetime) -> int:
    """Counts by address that ended: the cache itself only forgets when it is full."""
    ended = connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM fmassess_cache WHERE expires < %s", [ended])
        return int(cursor.rowcount)


SWEEPS: dict[str, Callable[[dt.datetime], int]] = {
    "drafts": _drafts,
    "accounts": _accounts,
    "sessions": _sessions,
    "codes": _codes,
    "invitations": _invitations,
    "looks": _looks,
    "packs": _packs,
    "mails": _mails,
    "log": _log,
    "jobs": _jobs,
    "counts": _counts,
    "erasures": _erasures,
}


def retain_daily(*, at: dt.datetime) -> bool:
    """Retention, unless it ran within the last day."""
    if Beat.objects.filter(name=Beat.RETENTION, at__gt=at - DAY).exists():
        return False
    retain(at=at)
    return True


# ---------------------------------------------------------------- after a restore


@transaction.atomic
def replay(lines: Iterable[Line]) -> int:
    """Erase and take back what these name, if it is here; how much was. Twice is as once.

    An account only if it was there when it was erased: its number may be somebody else's now.
    """
    found = 0
    for line in lines:
        found += take_back(line) if line.kind in Erased.BACK else _erase(line)
        if not Erased.objects.filter(kind=line.kind, key=line.key, at__gte=line.at).exists():
            Erased.objects.create(kind=line.kind, key=line.key, at=line.at, listed=True)
    return found


def _erase(line: Line) -> bool:
    """With the mail that waits, as erasing it the first time did: the worker would send it now."""
    if line.kind == Erased.VENTURE:
        venture = uuid.UUID(line.key)
        forget(about=[venture])
        return bool(Venture.objects.filter(pk=venture).delete()[0])
    if line.kind == Erased.ACCELERATOR:
        accelerator = uuid.UUID(line.key)
        forget(about=[accelerator])
        return bool(Accelerator.objects.filter(pk=accelerator).delete()[0])
    user = User.objects.filter(pk=int(line.key), date_joined__lte=line.at).first()
    if user is None:
        return False
    forget(address=user.email)
    user.delete()
    return True
