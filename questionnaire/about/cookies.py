"""The cookies of the site, and what else a browser keeps: all of them, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

COOKIES: Mapping[str, tuple[StrPromise, StrPromise]] = {
    settings.SESSION_COOKIE_NAME: (
        _("that this browser is signed in, or is about to be"),
        _("until you sign out, 30 days at most"),
    ),
    settings.CSRF_COOKIE_NAME: (
        _("that a form was filled in on this site and on no other"),
        _("a year"),
    ),
    settings.GUEST_COOKIE_NAME: (
        _("which private links were opened in this browser"),
        _("90 days"),
    ),
    settings.READER_COOKIE_NAME: (
        _("which links to reports were opened in this browser"),
        _("12 hours"),
    ),
    settings.LANGUAGE_COOKIE_NAME: (
        _("which language you chose"),
        _("until the browser is closed"),
    ),
    f"{settings.LINK_COOKIE_NAME}, {settings.INVITED_COOKIE_NAME}": (
        _("a new link, so that it can be shown once"),
        _("10 minutes"),
    ),
    settings.MESSAGES_COOKIE_NAME: (
        _("what the next page is to say, such as “Saved.”"),
        _("until that page"),
    ),
    "fmassess-keys-off": (
        _("that you switched the keyboard shortcuts off (not a cookie, and never sent)"),
        _("until you switch them on again"),
    ),
}
"""Name: what it says, and how long it stays."""
