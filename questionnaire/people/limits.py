"""How much may be asked for in a while: more is answered 429, and when to come again."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

from fmassess.faults import TooMany

EVERYBODY = "everybody"
"""The key of what is counted for the whole site."""


def may(request: HttpRequest, action: str, key: object = "", *, look: bool = False) -> bool:
    """Whether this may be done once more; it is counted unless one only looks.

    settings.LIMITS says how often, by address or by key. Counted by allauth in Django's cache,
    under a lock, so that several processes and requests at once count together; an address is the
    connection's own, or what our proxy says of it, and of IPv6 the network. (Its public function
    counts no GET, and links are tried by GET.)
    """
    return bool(
        ratelimit.consume(
            request,
            app="fmassess",
            action=action,
            config=settings.LIMITS,
            key=str(key) or EVERYBODY,
            dry_run=look,
            limit_get=True,
        )
    )


def spend(request: HttpRequest, action: str, key: object = "", *, look: bool = False) -> None:
    """As above; raises TooMany where it may not."""
    if not may(request, action, key, look=look):
        raise TooMany(_seconds(action))


def _seconds(action: str) -> int:
    """When it is worth trying again. Something like a tenth of the while: what was counted first
    is forgotten first."""
    rates = ratelimit.get_rates(app="fmassess", action=action, config=settings.LIMITS)
    return max(5, int(min(one.duration for one in rates) / 10))
