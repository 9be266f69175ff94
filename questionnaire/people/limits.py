"""How much may be asked for in a while: more is answered 429, and when to come again."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from fmassess.faults import TooMany
from questionnaire.people.actor import ActorRequest

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
EVERYBODY = "everybody"
"""The key of what is counted for the whole site."""
WRITTEN = "limits-can-be-written"


def may(request: HttpRequest, action: str, key: object = "") -> bool:
    """Whether this may be done once more; it is counted.

    settings.LIMITS says how often, by address or by key. Counted by allauth in Django's cache,
    under a lock, so that several processes and requests at once count together; an address is the
    connection's own, or what our proxy says of it, and of IPv6 the network. (Its public function
    counts under allauth's own settings alone, counts no GET although links are tried by GET, and is
    marked to go. So we call what stands behind it; lock files hold it still, and
    tests/people/test_limits.py would tell.)
    """
    return bool(
        ratelimit.consume(
            request,
            app="fmassess",
            action=action,
            config=settings.LIMITS,
            key=str(key) or EVERYBODY,
            limit_get=True,
        )
    )


def spend(request: HttpRequest, action: str, key: object = "") -> None:
    """As above; raises TooMany where it may not. Of secrets only those are counted that open
    nothing: a good one is never refused for what others tried behind the same address. That tells
    nothing, as only its whole 256 bits are good, and whoever has those may open it anyway; what
    ended and what never was are answered alike."""
    if not may(request, action, key):
        _be_writable()
        raise TooMany(_seconds(action))


def _be_writable() -> None:
    """Where nothing can be written (a full disk), nothing can be counted either: the cache says no
    without a word, which is not for the visitor to wait out as if it were theirs. Raises
    OperationalError then."""
    if not (cache.add(WRITTEN, 1, None) or cache.touch(WRITTEN, None)):
        raise OperationalError("nothing can be counted, as nothing can be written")


TEN = 10


def spend_in_tens(request: HttpRequest, action: str, key: object) -> None:
    """As ``spend``, but ten at a time, for what is asked for so often that counting would cost as
    much as the answer: this process counts to ten by itself, from the first on, and only then for
    all processes. So the limit is one of tens, and what is lost in between is lost generously: at
    most nine in each process. Whoever may not have ten more has none of them."""
    left = _left(action, str(key))
    try:
        left.pop()
    except IndexError:
        spend(request, action, key)
        left.extend([None] * (TEN - 1))


@lru_cache(maxsize=4096)
def _left(action: str, key: str) -> list[None]:
    """What this process was given of its last ten, one by one: threads share it."""
    return []


def _seconds(action: str) -> int:
    """When it is worth trying again. Something like a tenth of the while: what was counted first
    is forgotten first."""
    rates = ratelimit.get_rates(app="fmassess", action=action, config=settings.LIMITS)
    return max(5, int(min(one.duration for one in rates) / 10))


# ---------------------------------------------------------------- one at a time

EXPORT_LASTS = 60
"""Seconds after which a file counts as made whatever became of it: no worker works longer."""
READ_LASTS = 10
"""Seconds that a file which is made while it is read keeps its turn without being read on: whoever
opens one and leaves it waits so long for the next, and not for ever."""
RETRY_EXPORT = 3


def one_export_at_a_time(
    view: Callable[Concatenate[ActorRequest, P], R],
) -> Callable[Concatenate[ActorRequest, P], R]:
    """A person has one file made at a time; what is asked for meanwhile is answered 429.

    A file takes a worker for up to a second or two, and there are few. Counted in the cache, so
    that all processes know.
    """

    @wraps(view)
    def once(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        who = _who(request)
        if not who:
            return view(request, *args, **kwargs)  # there is nothing for nobody
        turn = _Turn(who)
        turn.begin()
        answer = None
        try:
            answer = view(request, *args, **kwargs)
        finally:
            if not isinstance(answer, StreamingHttpResponse):
                turn.end()
        if isinstance(answer, StreamingHttpResponse):  # it is made while it is read
            pieces = cast("Iterator[bytes]", answer.streaming_content)
            answer.streaming_content = turn.read(pieces)
        return answer

    return once


class _Turn:
    """A person's turn, under a mark of its own: one that ran out neither ends nor keeps a later
    one's. Beside the mark stands in how many seconds it is worth trying again."""

    def __init__(self, who: str) -> None:
        self.key, self.mark = f"export/{who}", secrets.token_hex(8)

    def begin(self) -> None:
        """Take it; raises TooMany where it is taken."""
        if not cache.add(self.key, (self.mark, RETRY_EXPORT), EXPORT_LASTS):
            _mark, seconds = cache.get(self.key) or ("", RETRY_EXPORT)
            raise TooMany(seconds)

    def read(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces, the turn kept while somebody reads them; and its end when they end, or when
        whoever read is gone."""
        kept = self._keep()
        try:
            for piece in pieces:
                if time.monotonic() - kept > READ_LASTS / 3:
                    kept = self._keep()
                yield piece
        finally:
            self.end()

    def _keep(self) -> float:
        if self._is_mine():
            cache.set(self.key, (self.mark, READ_LASTS), READ_LASTS)
        return time.monotonic()

    def end(self) -> None:
        """Give it back."""
        if self._is_mine():
            cache.delete(self.key)

    def _is_mine(self) -> bool:
        return bool((cache.get(self.key) or ("",))[0] == self.mark)


def _who(request: ActorRequest) -> str:
    """The account, or the link with the address, for a link is many people's; empty for nobody."""
    actor = request.actor
    if actor.user_id is not None:
        return str(actor.user_id)
    links = (*actor.share_ids, *actor.grant_ids)
    return f"{links[0]}/{ratelimit.get_ip(request)}" if links else ""
