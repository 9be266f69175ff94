"""Headers that pages and files carry alike."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

NO_DEVICES = (
    "Permissions-Policy",
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
    "idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
)
"""What no page here ever needs of a browser; passkeys and full screen stay."""
SAME_ORIGIN = ("Cross-Origin-Resource-Policy", "same-origin")


def own_pages_only(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """No other site may embed our files (whitenoise calls this for each one)."""
    headers[SAME_ORIGIN[0]] = SAME_ORIGIN[1]
    headers[NO_DEVICES[0]] = NO_DEVICES[1]


def for_readers_only(page: HttpResponseBase) -> None:
    """A page or file behind a link: no search engine lists it, and nobody keeps a copy of it."""
    page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    page["Cache-Control"] = "no-store, private"
