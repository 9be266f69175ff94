"""The one form of a JSON value that is frozen, hashed and compared; no Django."""

from __future__ import annotations

import hashlib
import json
from typing import Any

EXACT = 2**53


def canonical(value: Any) -> Any:
    """The same JSON value with names in order and every number in one form.

    PostgreSQL's jsonb gives keys back in another order and 1e23 as an integer; scoring adds floats
    in the order it finds them, so every reader must find the same.
    """
    if isinstance(value, dict):
        return {key: canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [canonical(part) for part in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return int(value) if abs(value) < EXACT and float(value).is_integer() else float(value)


def content_hash(document: dict[str, Any]) -> str:
    """SHA-256 of a document in canonical form."""
    text = json.dumps(canonical(document), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
