"""A guest as the server sees one: a client with a key to a fresh assessment of the shipped bank."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from questionnaire.assessment.models import Assessment
from tests.factories import make_shipped_edition, make_user


@dataclass
class Guest:
    """A browser and the assessment that it began."""

    client: Client
    assessment: Assessment

    @property
    def base(self) -> str:
        return f"/a/{self.assessment.pk}/"

    def save(self, question: str, *, base: int = 0, **fields: Any) -> HttpResponse:
        """Send one card as the page's script does."""
        sent = {"mutation": str(uuid.uuid4()), "base": base, **fields}
        return self.client.post(
            f"{self.base}answers/{question}/", sent, headers={"Accept": "application/json"}
        )

    def get(self, path: str = "", **more: Any) -> HttpResponse:
        return self.client.get(self.base + path, **more)


def make_member(email: str = "founder@example.org") -> Guest:
    """Start as a founder who is signed in."""
    make_shipped_edition()
    client = Client()
    client.force_login(make_user(email=email))
    where = client.post("/start/", {"name": "Acme Models", "stage": "idea"}).headers["Location"]
    return Guest(client, Assessment.objects.get(pk=where.split("/")[2]))


def make_guest(name: str = "Acme Models") -> Guest:
    """Start as a founder would, through the start page."""
    make_shipped_edition()
    client = Client()
    where = client.post("/start/", {"name": name, "stage": "idea"}).headers["Location"]
    return Guest(client, Assessment.objects.get(pk=where.split("/")[2]))
