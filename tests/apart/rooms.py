"""A venture whose members answer apart, and a browser for each of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from questionnaire.apart.actions import begin_apart, close_round, lay_open
from questionnaire.assessment.actions import Content, Saved, save_answer
from questionnaire.assessment.models import ApartRound, Assessment
from questionnaire.bank.models import Edition
from questionnaire.people.actor import Actor
from questionnaire.people.models import User, VentureMember
from questionnaire.vocabulary import VentureRole
from tests.factories import (
    NOW,
    make_assessment,
    make_shipped_edition,
    make_user,
    make_venture,
    make_venture_member,
)

CANARY = "CNRY-apart"
"""Stands in what Ben answers apart; nobody else may read it before it is laid open."""


@dataclass
class Room:
    """Ada owns a venture, Ben and Cleo edit, Vera reads."""

    edition: Edition = field(default_factory=make_shipped_edition)

    def __post_init__(self) -> None:
        venture = make_venture(name="Atlas")
        self.found: Assessment = make_assessment(venture=venture, edition=self.edition)
        self.ada, self.ben, self.cleo, self.vera = (
            make_user(name=name) for name in ("Ada", "Ben", "Cleo", "Vera")
        )
        roles = (VentureRole.OWNER, VentureRole.EDITOR, VentureRole.EDITOR, VentureRole.VIEWER)
        for user, role in zip((self.ada, self.ben, self.cleo, self.vera), roles, strict=True):
            make_venture_member(venture=venture, user=user, role=role)

    def begin(self, *users: User) -> list[Assessment]:
        return [begin_apart(assessment=self.found, by=Actor(one.pk), at=NOW) for one in users]

    def say(
        self, sheet: Assessment, question: str, value: Any, *, base: int = 0, **beside: str
    ) -> None:
        saved = save_answer(
            assessment=sheet.pk, question=question, content=Content({"value": value}, **beside),
            base=base, mutation=uuid.uuid4(), by=sheet.apart_by_id, at=NOW,
        )  # fmt: skip
        assert isinstance(saved, Saved)

    def lay_open(self, *sheets: Assessment, at: Any = NOW) -> None:
        for sheet in sheets:
            lay_open(sheet=sheet, by=Actor(sheet.apart_by_id), at=at)

    def close(self) -> None:
        close_round(going=self.going, by=Actor(self.ada.pk), at=NOW)

    @property
    def going(self) -> ApartRound:
        return ApartRound.objects.filter(assessment=self.found).latest("begun_at")

    @property
    def base(self) -> str:
        return f"/a/{self.found.pk}/"

    def member(self, user: User) -> VentureMember:
        return VentureMember.objects.get(venture=self.found.venture, user=user)

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client


def disputed() -> tuple[Room, Assessment, Assessment]:
    """Ada and Ben answered three questions: one alike, one otherwise, one only Ben."""
    room = Room()
    ada, ben = room.begin(room.ada, room.ben)
    room.say(ada, "funding-route", "open-weights", note="Ada thinks so")
    room.say(ben, "funding-route", "closed", claim="plan", note=CANARY)
    room.say(ada, "funding-secured", "share-under-10")
    room.say(ben, "funding-secured", "share-under-10", evidence=CANARY)
    room.say(ben, "funding-runway", 14)
    return room, ada, ben
