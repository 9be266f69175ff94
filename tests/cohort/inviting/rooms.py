"""A cohort, its manager, and what the worker does."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.test import Client

from questionnaire.cohort.inviting.actions import invite_addresses
from questionnaire.cohort.inviting.models import CohortInvitation
from questionnaire.cohort.inviting.pasted import read_list
from questionnaire.cohort.inviting.reminding import write_due
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.people.models import User
from questionnaire.post.actions import words_of
from questionnaire.post.models import Mail
from questionnaire.vocabulary import AcceleratorRole
from tests.access.world import signed_in
from tests.factories import NOW, make_accelerator_member, make_cohort, make_user

DAY = dt.timedelta(days=1)
LINK = re.compile(r"/invited/([\w-]{43})/")


@dataclass
class Room:
    cohort: Cohort
    user: User

    @property
    def by(self) -> Actor:
        return Actor(user_id=self.user.pk, at=NOW)

    @property
    def client(self) -> Client:
        return signed_in(self.user)

    def invite(self, text: str, *, at: dt.datetime = NOW, mail: bool = True) -> int:
        return invite_addresses(
            cohort=self.cohort, lines=read_list(text), language="en", lasts=30 * DAY, by=self.by,
            at=at, mail=mail,
        )  # fmt: skip

    def states(self, at: dt.datetime = NOW) -> dict[str, str]:
        rows = CohortInvitation.objects.filter(cohort=self.cohort).with_state(at)
        return {one.email.partition("@")[0]: one.state for one in rows}


def room(role: AcceleratorRole = AcceleratorRole.MANAGER, **fields: object) -> Room:
    cohort = make_cohort(ends_on=NOW.date() + 60 * DAY, **fields)
    user = make_user(name="Mia Manager")
    make_accelerator_member(accelerator=cohort.accelerator, user=user, role=role)
    return Room(cohort, user)


def work(at: dt.datetime = NOW) -> None:
    """What the worker does until nothing waits."""
    while write_due(at=at):
        pass


def mails() -> list[tuple[str, str]]:
    """(address, words) of every mail in the queue, the first queued first."""
    return [(one.to[0], words_of(one)) for one in Mail.objects.order_by("queued_at", "to")]


def token_to(email: str) -> str:
    """The token in the last mail to an address."""
    words = [text for to, text in mails() if to == email]
    found = LINK.search(words[-1])
    assert found is not None
    return found[1]
