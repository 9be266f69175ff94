"""What is done to packs: asked for, made venture by venture, told of, forgotten. Time comes in."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from questionnaire.cohort.disclosure import columns_of, read_disclosure
from questionnaire.cohort.intake import newest_report
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.pack.models import Pack, PackPart
from questionnaire.cohort.pack.paper import disclosed_pdf
from questionnaire.keeping import FILE_HOURS
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import hold_membership
from questionnaire.post.letter import AcceleratorMail
from questionnaire.post.words import no_link
from questionnaire.vocabulary import RunState

log = logging.getLogger("fmassess.work")
MOST = 200
"""Ventures in a pack; each takes the worker a second or two."""
KEPT = dt.timedelta(hours=FILE_HOURS)


class TooManyVentures(Exception):
    """More than a pack holds; nothing was asked for."""


class NothingToPack(Exception):
    """None of the ventures has sent anything that it shares; nothing was asked for."""


@transaction.atomic
def ask_for_pack(
    *, cohort: Cohort, ventures: Sequence[uuid.UUID], language: str, by: Actor, at: dt.datetime
) -> Pack:
    """Have the PDFs of these enrolments made, in this order. Pressed twice it is one: what is being
    made already comes back. Raises TooManyVentures, NothingToPack; Cohort.DoesNotExist for whoever
    may not read it."""
    hold_membership(by, accelerator=cohort.accelerator_id)
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    own = Cohort.objects.visible_to(by).get(pk=cohort.pk)
    waiting: Pack | None = Pack.objects.filter(
        cohort=own, by_id=by.user_id, state=RunState.WAITING
    ).first()
    if waiting is not None:
        return waiting
    if not ventures or by.user_id is None:
        raise NothingToPack
    if len(ventures) > MOST:
        raise TooManyVentures
    return Pack.objects.create(
        cohort=own, by_id=by.user_id, language=language, ventures=[str(one) for one in ventures],
        asked_at=at,
    )  # fmt: skip


def take_pack_step(*, at: dt.datetime) -> bool:
    """Make the next venture's PDF of what was asked for first; whether there was any.

    The paper is made outside of a transaction. Two workers at once do no harm: the first to store
    a place wins, the other's is thrown away.
    """
    rows = Pack.objects.filter(state=RunState.WAITING).select_related("by", "cohort__accelerator")
    pack: Pack | None = rows.order_by("asked_at", "pk").first()
    if pack is None:
        return False
    # Who asked got in with all that the accelerator demanded of that session.
    actor = Actor(pack.by_id, at=at, factor_shown=True)
    if not Cohort.objects.visible_to(actor).filter(pk=pack.cohort_id).exists():
        pack.delete()  # who asked may not read it any more
        return True
    part = _part(pack) if pack.done < len(pack.ventures) else None
    _keep(pack, part, at)
    return True


def _part(pack: Pack) -> PackPart | None:
    """The next venture's, not stored; None where it shares nothing now, or cannot be set."""
    joined = Enrolment.objects.consented().with_newest_report().select_related("venture")
    mine = joined.filter(cohort=pack.cohort_id, report_id__isnull=False)
    found: Enrolment | None = mine.filter(pk=pack.ventures[pack.done]).first()
    if found is None or found.report_id is None:
        return None
    report, shared = newest_report(found.report_id), read_disclosure(vars(found))
    try:
        with translation.override(pack.language):
            file = disclosed_pdf(report, found.venture, shared)
    except DatabaseError:  # it is away: try again later
        raise
    except Exception:  # this one cannot be set; the next may
        log.exception("a venture's PDF could not be made")
        return None
    return PackPart(
        pack=pack, enrolment=found, report=report, place=pack.done, shared=columns_of(shared),
        file=file,
    )  # fmt: skip


@transaction.atomic
def _keep(pack: Pack, part: PackPart | None, at: dt.datetime) -> None:
    done = min(pack.done + 1, len(pack.ventures))
    state = RunState.DONE if done == len(pack.ventures) else RunState.WAITING
    mine = Pack.objects.filter(pk=pack.pk, state=RunState.WAITING, done=pack.done)
    if not mine.update(done=done, state=state, worked_at=at):
        return
    if part is not None:
        part.save(force_insert=True)
    if state == RunState.DONE:
        with translation.override(pack.language):
            _tell(pack)


def _tell(pack: Pack) -> None:
    """A mail with the way to the file; no name of a venture stands in it."""
    cohort = no_link(" ".join(pack.cohort.name.split()))
    link = settings.SITE_URL + reverse("cohort-packs", args=[pack.cohort_id])
    subject = _("Your PDFs of %(cohort)s are ready") % {"cohort": cohort}
    body = _(
        "Hello,\n\nthe PDFs that you asked for are ready, for a day:\n%(link)s\n\n"
        "Ventures that took their consent back meanwhile are left out when you fetch them."
    )
    about = pack.cohort.accelerator_id
    AcceleratorMail(subject, body % {"link": link}, to=pack.by.email, about=about).send()


def forget_packs(*, at: dt.datetime) -> int:
    """Delete what was asked for a day ago."""
    number, _rows = Pack.objects.filter(asked_at__lt=at - KEPT).delete()
    return number
