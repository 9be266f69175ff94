"""Just enough of a browser to begin an assessment, and the requests it would then send."""

from __future__ import annotations

import re
import threading
import urllib.parse
import uuid
from http.client import HTTPConnection

from tests.bench.load import Make, Request

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUESTIONS = {
    "team-retention": ("vesting-written", "not-considered"),
    "loyalty-credit": ("names-listed", "bounties"),
    "ethics-red-team": ("own-team", "nobody"),
}


class Browser:
    """Cookies, a CSRF token, redirects left alone."""

    def __init__(self, port: int, **cookies: str) -> None:
        self.port = port
        self.cookies = {f"fmassess-{name}": value for name, value in cookies.items()}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The body and where it redirects to."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urllib.parse.urlencode(form) if form is not None else None
        link.request(method, path, body, {**self.headers(), **(FORM if body else {})})
        answer = link.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status}\n{text[:500]}")
        return text, answer.headers.get("Location", "")

    def headers(self) -> dict[str, str]:
        """Cookies and the token that unsafe requests need."""
        token = self.cookies.get("fmassess-csrf", "")
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookie, "X-CSRFToken": token} if cookie else {}

    def page(self, path: str) -> Make:
        """The same page again and again."""
        return lambda number: Request("GET", path, None, self.headers())


def begin(port: int) -> tuple[Browser, str]:
    """A guest who started: their browser and the assessment's address."""
    guest = Browser(port)
    text, _ = guest.ask("GET", "/start/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token
    form = {"csrfmiddlewaretoken": token.group(1), "name": "Bench", "stage": "idea"}
    _, where = guest.ask("POST", "/start/", form)
    found = re.match(r"/a/[0-9a-f-]{36}/", where)
    if not found:
        raise SystemExit(f"the start page redirected to {where!r}")
    return guest, found.group()


def saving(guest: Browser, base: str) -> Make:
    """Edits of one guest's answers one after another, each on the version the last one made."""
    keys, versions = list(QUESTIONS), dict.fromkeys(QUESTIONS, 0)
    turn = threading.Lock()

    def make(number: int) -> Request:
        with turn:
            key = keys[number % len(keys)]
            versions[key] += 1
            form = {
                "mutation": str(uuid.uuid4()),
                "base": str(versions[key] - 1),
                "value": QUESTIONS[key][versions[key] % 2],
            }
        return Request(
            "POST", f"{base}answers/{key}/", urllib.parse.urlencode(form).encode(),
            {**guest.headers(), **FORM, "Accept": "application/json"},
        )  # fmt: skip

    return make


def saving_of_many(port: int, guests: int) -> Make:
    """First and later answers of many founders at once, each in order on their own assessment."""
    makers = [saving(*begin(port)) for _ in range(guests)]
    return lambda number: makers[number % guests](number // guests)
