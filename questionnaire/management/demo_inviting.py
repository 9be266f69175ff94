"""The demonstration's cohort in mid-course: its rounds, what it asks for, and invitations in every
state."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from questionnaire.cohort.disclosure import columns_of, with_answers
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, Reminder
from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.cohort.standing.actions import stand_cohort
from questionnaire.people.actions import hash_token
from questionnaire.people.models import User
from questionnaire.post.models import Mail
from questionnaire.vocabulary import RoundKind

DAY = dt.timedelta(days=1)
WHY = (
    "We read the answers before the interview, so that we ask about what is open and not about "
    "what you wrote. Partners and two outside reviewers read them; nobody else does."
)
ROUNDS = {
    RoundKind.INTAKE: (-60, -13),
    RoundKind.MIDTERM: (-6, 8),
    RoundKind.DEMODAY: (22, 36),
}
"""Days before and after the demonstration is loaded: one round has closed and was compared, one is
open, one is to come, whenever somebody looks."""
FIRST_DAY, LAST_DAY = -67, 43


def on(at: dt.datetime, days: int) -> dt.date:
    """A day so many days from now."""
    return at.date() + days * DAY


def load_inviting(cohort: Cohort, manager: User, at: dt.datetime, ids: Any) -> None:
    """Everything about inviting, once. ids: a name to the id that follows from it."""
    if cohort.rounds.exists():
        return
    cohort.required = ["funding", "ethics"]
    # All five: with fewer, a cohort sees neither margin nor lean nor any posture.
    five = ["funding", "team", "experimentation", "loyalty", "ethics"]
    cohort.asks = columns_of(with_answers(five))
    cohort.why = WHY
    cohort.save(update_fields=["required", "asks", "why"])
    rounds = [
        Round(
            pk=ids("round", kind), cohort=cohort, kind=kind, opens_on=on(at, first),
            closes_on=on(at, last),
        )
        for kind, (first, last) in ROUNDS.items()
    ]  # fmt: skip
    Round.objects.bulk_create(rounds)
    stand_cohort(cohort=cohort.pk)
    _invitations(cohort, manager, at, ids)
    JoinLink.objects.create(
        pk=ids("join-link"), cohort=cohort, token_hash=_nobodys(), by=manager,
        created_at=at - 20 * DAY, expires_at=at + 40 * DAY, most=30, used=4,
    )  # fmt: skip
    Reminder.objects.create(
        pk=ids("reminder"), cohort=cohort, round=rounds[1], days_before=3, by=manager,
        created_at=at,
    )  # fmt: skip


def _invitations(cohort: Cohort, manager: User, at: dt.datetime, ids: Any) -> None:
    waiting = Mail.objects.create(
        pk=ids("mail"), sender="noreply@localhost", to=["queued@llindar.example"],
        subject="Tramontana Accelerator", message="", tries=5, queued_at=at - DAY,
        due_at=at + 400 * DAY, reason="the mail server was not reached",
    )  # fmt: skip
    joined = Enrolment.objects.filter(cohort=cohort).order_by("pk").first()
    sent = {"sent_at": at - 6 * DAY}
    opened = sent | {"opened_at": at - 5 * DAY}
    states: dict[str, dict[str, Any]] = {
        "made": {},
        "queued": {"mail": waiting},
        "sent": sent,
        "failed": {"failed": "the mail server answered 550"},
        "opened": opened,
        "started": opened | {"started_at": at - 5 * DAY},
        "joined": opened | {"started_at": at - 5 * DAY, "enrolled_at": at - 4 * DAY,
                            "enrolment": joined},
        "expired": sent | {"expires_at": at - DAY},
        "withdrawn": sent | {"withdrawn_at": at - 3 * DAY},
    }  # fmt: skip
    CohortInvitation.objects.bulk_create(
        CohortInvitation(
            pk=ids("invitation", name), cohort=cohort, email=f"{name}@llindar.example",
            token_hash=_nobodys(), by=manager, created_at=at - 7 * DAY,
            **{"expires_at": at + 23 * DAY, **more},
        )
        for name, more in states.items()
    )  # fmt: skip


def _nobodys() -> str:
    """The hash of a secret that nobody has: the page makes a new link where one is wanted."""
    return hash_token(uuid.uuid4().hex)
