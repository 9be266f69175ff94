"""A browser as far as a deployment needs one: cookies, forms, and a new connection each time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass
class Answer:
    """What came back. headers: names in small letters; cookies: as they were set."""

    status: int
    headers: dict[str, str]
    body: str
    cookies: list[str]


@dataclass
class Visitor:
    """Keeps its cookies."""

    port: int
    host: str
    headers: dict[str, str]
    jar: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, data: dict[str, str] | None = None, **more: str) -> Answer:
        """GET, or POST where there is data. Raises OSError where nobody answers."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        headers = {"Host": self.host, "Connection": "close", "Cookie": cookies, **self.headers}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if data is None:
            link.request("GET", path, headers=headers)
        else:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"https://{self.host}/",
            }
            link.request("POST", path, urlencode(data), headers)
        return self._read(link)

    def _read(self, link: HTTPConnection) -> Answer:
        answer = link.getresponse()
        body = answer.read().decode(errors="replace")
        set_now = answer.headers.get_all("Set-Cookie") or []
        for text in set_now:
            for name, morsel in SimpleCookie(text).items():
                self.jar[name] = morsel.value
        named = {name.lower(): value for name, value in answer.getheaders()}
        link.close()
        return Answer(answer.status, named, body, set_now)

    def token(self, page: Answer) -> str:
        """What a form of this page has to bring along."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
        assert found, "no form on this page"
        return found[1]
