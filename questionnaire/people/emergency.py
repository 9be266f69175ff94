"""Codes for an emergency: shown once, and kept as hashes from then on.

allauth makes the ten codes from a seed that it keeps, and takes a row's list of codes in its place
(``migrated_codes``), of which it strikes out each that is used. So what is compared with that list
is the hash of what was typed, and the list holds hashes, sealed on top (people/sealing.py). Until
they are shown, which is where making them leads, they are a sealed seed.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

WORK = {"n": 1 << 14, "r": 8, "p": 5}
"""What scrypt takes for a code: a quarter of a second, and 16 MiB; kept with the codes."""
SALT = 16
"""Bytes, drawn for each ten: a try costs one hash, and not ten."""
LENGTH = 8
"""Figures of a code; one of an app has six."""
NO_CODE = "-"


def keep_hashed(user: AbstractBaseUser) -> None:
    """From now on nobody reads this account's codes, not even who has the database and the key."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update()
        row = rows.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
        if row is not None and "seed" in row.data:
            row.data = hashed_of(row)
            row.save(update_fields=["data"])


def hashed_of(row: Authenticator) -> dict[str, Any]:
    """A row's data with hashes of the codes that are left in place of what they are made from."""
    kept = {
        "salt": base64.b64encode(secrets.token_bytes(SALT)).decode(),
        "work": WORK,
        "viewed_at": row.data.get("viewed_at"),
    }
    codes = [_hash(code, kept) for code in row.wrap().get_unused_codes()]
    return kept | {"migrated_codes": [encrypt(one) for one in codes]}


def as_kept(user: AbstractBaseUser, typed: str) -> str:
    """What was typed as it is compared: a hash where this account's codes are hashed. Only figures
    are a code; a hash that somebody found is none."""
    code = _figures(typed)
    if not code:
        return NO_CODE
    rows = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES)
    data = rows.values_list("data", flat=True).first()
    return _hash(code, data) if len(code) == LENGTH and data and "salt" in data else code


def is_like_a_code(typed: str) -> bool:
    """Whether comparing it costs a hash."""
    return len(_figures(typed)) == LENGTH


def _figures(typed: str) -> str:
    """What was typed without what makes it readable; empty where that is no code of any kind."""
    code = "".join(typed.split()).replace("-", "")
    return code if code.isascii() and code.isdigit() else ""


def _hash(code: str, kept: Mapping[str, Any]) -> str:
    salt = base64.b64decode(kept["salt"])
    made = hashlib.scrypt(code.encode(), salt=salt, maxmem=1 << 26, **kept["work"])
    return "scrypt:" + base64.b64encode(made).decode()
