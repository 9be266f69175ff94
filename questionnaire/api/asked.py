"""What an address of the API may ask for, checked value by value."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from ninja import Field, Schema

from questionnaire.vocabulary import EnrolmentState, RoundKind, Stage

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


class Cursor(Schema):
    """A page of a list."""

    after: str = Field("", max_length=2000, description="The `next` of the page before.")


class Told(Schema):
    """The language of texts."""

    # Silenced: the settings' languages are known when this is run, not when its types are read.
    language: Literal[LANGUAGES] = "en"  # type: ignore[valid-type]


class Narrowed(Schema):
    """Which ventures, and in which order; the same filters as on the cohort's page."""

    state: EnrolmentState | None = None
    path: str = Field("", max_length=60)
    contradiction: str = Field("", max_length=60)
    funding: int | None = Field(None, ge=0, le=100, description="At least so many points.")
    community: int | None = Field(None, ge=0, le=100, description="At least so many points.")
    safety: int | None = Field(None, ge=0, le=100, description="At least so many points.")
    stage: Stage | None = None
    name: str = Field("", max_length=120, description="A part of the name.")
    round: RoundKind | None = Field(None, description="As of a round's last day; else now.")
    sort: str = Field("venture", max_length=60, description="A column; - before it: highest first.")
