"""Where passkeys work: browsers make and read them for the name of a site, never for its number."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext

register = template.Library()


@register.simple_tag(takes_context=True)
def passkeys_here(context: RequestContext) -> bool:
    """Whether this page was opened by a name."""
    return _number(_asked_for(context)) is None


@register.simple_tag(takes_context=True)
def place_for_passkeys(context: RequestContext) -> str:
    """This page under a name: on one's own machine under localhost, else under the site's own;
    empty where nobody knows one."""
    request: HttpRequest = context["request"]
    asked = _asked_for(context)
    number = _number(asked)
    if number is not None and number.is_loopback:
        site = urlsplit(f"{request.scheme}://localhost" + (f":{asked.port}" if asked.port else ""))
    else:
        site = urlsplit(settings.SITE_URL)
    return site.geturl() + request.get_full_path() if _number(site) is None else ""


def _asked_for(context: RequestContext) -> SplitResult:
    """Without a port that no machine has: Django lets any digits through."""
    asked = urlsplit(f"//{context['request'].get_host()}")
    try:
        asked.port  # noqa: B018 - reading it is the check
    except ValueError:
        return urlsplit(f"//{asked.netloc.rpartition(':')[0]}")
    return asked


def _number(site: SplitResult) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(site.hostname or "")
    except ValueError:
        return None
