"""Secrets of authenticator apps and emergency codes, sealed with a key that the database lacks.

allauth makes the codes of both from a secret that it has to read again; whoever has only the
database, or a backup of it, reads neither. The key comes from
FMASSESS_SECRET_KEY; that of before is tried too, until everything was sealed anew. Emergency codes
that were shown are hashes besides (people/emergency.py).
"""

from __future__ import annotations

import base64
import logging
import secrets
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.people.emergency import hashed_of
from questionnaire.people.spoken import OF_FACTORS

log = logging.getLogger("fmassess.sealing")
MARK = "sealed:"
SEALED = ("secret", "seed")
"""What allauth calls them in a factor's data."""
CODES = "migrated_codes"
"""And the list of hashed codes."""
NONCE = 12
"""Bytes, drawn anew each time: two secrets that are alike look different."""


class Adapter(DefaultMFAAdapter):
    """allauth's, which leaves both as they are and calls things otherwise."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | OF_FACTORS

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """What a passkey is called that its owner gave no name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return _seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it was. Where no key fits (a backup from elsewhere), a secret that nobody knows: every
        code is wrong, and no page falls over."""
        try:
            return _open(encrypted_text)
        except InvalidTag:
            log.error("a second factor is sealed with another key")
            return base64.b32encode(secrets.token_bytes(20)).decode()


@transaction.atomic
def seal_anew() -> tuple[int, int]:
    """Seal every secret with the key of now: how many were, and how many no key opens."""
    done = lost = 0
    rows = Authenticator.objects.select_for_update()
    for row in rows.exclude(type=Authenticator.Type.WEBAUTHN):
        try:
            if row.data.get("viewed_at") and "seed" in row.data:  # shown before they were hashed
                _open(row.data["seed"])
                row.data = hashed_of(row)
            row.data |= {name: _seal(_open(row.data[name])) for name in SEALED if name in row.data}
            if CODES in row.data:
                row.data[CODES] = [_seal(_open(one)) for one in row.data[CODES]]
        except InvalidTag:
            lost += 1
            continue
        row.save(update_fields=["data"])
        done += 1
    return done, lost


def _seal(text: str) -> str:
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _keys()[0].encrypt(nonce, text.encode(), None)
    return MARK + base64.b64encode(sealed).decode()


def _open(kept: str) -> str:
    """Of a time before sealing it is what it is. Raises InvalidTag where no key fits, and where it
    was changed."""
    if not kept.startswith(MARK):
        return kept
    sealed = base64.b64decode(kept.removeprefix(MARK))
    for key in _keys():
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()
        except InvalidTag:
            continue
    raise InvalidTag


def _keys() -> list[AESGCM]:
    """The first seals; each opens."""
    return [AESGCM(_key(one)) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"fmassess second factors")
    return made.derive(secret.encode())
