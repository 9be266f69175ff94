"""Secrets of authenticator apps and emergency codes, sealed with a key that the database lacks.

allauth makes the codes of both from a secret that it has to read again, so none of them can be
hashed; whoever has only the database, or a backup of it, reads neither. The key comes from
FMASSESS_SECRET_KEY; that of before is tried too, until everything was sealed anew.
"""

from __future__ import annotations

import base64
import logging
import secrets
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

log = logging.getLogger("fmassess.sealing")
MARK = "sealed:"
SEALED = ("secret", "seed")
"""What allauth calls them in a factor's data."""


class Adapter(DefaultMFAAdapter):
    """allauth's, which leaves both as they are."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is wrong, was used before, or its half minute is over. "
            "Write the one that shows now."
        ),
    }

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return MARK + _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it was; of a time before sealing it is what it is. Where no key fits (a backup from
        elsewhere), a secret that nobody knows: every code is wrong, and no page falls over."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        try:
            return _keys().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()
        except InvalidToken:
            log.error("a second factor is sealed with another key")
            return base64.b32encode(secrets.token_bytes(20)).decode()


@transaction.atomic
def seal_anew() -> tuple[int, int]:
    """Seal every secret with the key of now: how many were, and how many no key opens."""
    done = lost = 0
    for row in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
        names = [name for name in SEALED if name in row.data]
        try:
            row.data |= {name: _anew(row.data[name]) for name in names}
        except InvalidToken:
            lost += 1
            continue
        row.save(update_fields=["data"])
        done += 1
    return done, lost


def _anew(kept: str) -> str:
    keys = _keys()
    plain = keys.decrypt(kept.removeprefix(MARK)) if kept.startswith(MARK) else kept.encode()
    return MARK + keys.encrypt(plain).decode()


def _keys() -> MultiFernet:
    """The first seals; each opens."""
    return MultiFernet([_key(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"fmassess second factors")
    return Fernet(base64.urlsafe_b64encode(made.derive(secret.encode())))
