"""Headers that pages and files carry alike."""

from collections.abc import MutableMapping

SAME_ORIGIN = ("Cross-Origin-Resource-Policy", "same-origin")


def own_pages_only(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """No other site may embed our files (whitenoise calls this for each one)."""
    headers[SAME_ORIGIN[0]] = SAME_ORIGIN[1]
