"""A browser in which somebody has just signed in, without the mail in between."""

from __future__ import annotations

import time

from django.test import Client

from questionnaire.people.models import User
from questionnaire.people.sessions import BEGUN
from questionnaire.people.sign_ins import SHOWN

BACKEND = "django.contrib.auth.backends.ModelBackend"


def just_signed_in(user: User, *methods: str, ago: float = 0) -> Client:
    """As by a code from the mail, or by what is named; ago: so many seconds ago."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[SHOWN] = [
        {"method": method, "at": time.time() - ago} for method in methods or ("code",)
    ]
    session[f"{SHOWN}_user"] = str(user.pk)
    session[BEGUN] = time.time() - ago
    session.save()
    return client
