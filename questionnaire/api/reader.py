"""Who reads: a program that shows an access token in the Authorization header, and how often."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from questionnaire.people.actor import Actor, ActorRequest
from questionnaire.people.limits import spend, spend_in_tens
from questionnaire.people.models import AccessToken
from questionnaire.people.tokens.actions import show_token


class TokenRequest(ActorRequest):
    """A request of a program, for those who read types: ninja puts the token's row on it."""

    auth: AccessToken


class ByToken(HttpBearer):
    """``Authorization: Bearer fma_…``. A browser's cookies open nothing here: what one is signed in
    with is for pages, and another site's script could have them sent."""

    openapi_scheme = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's row, also on the request with its actor; None answers 401.

        Raises TooMany where this address tried too many tokens that open nothing, or this token
        asked too often.
        """
        at = timezone.now()
        row = show_token(token=token, at=at)
        if row is None:
            spend(request, "unknown_token")
            return None
        spend(request, "api", row.pk)
        spend_in_tens(request, "api_day", row.pk)
        asked = cast(ActorRequest, request)
        asked.actor = Actor(accelerator_id=row.accelerator_id, token_id=row.pk, at=at)
        return row
