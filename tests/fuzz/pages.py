"""The forms of a page as a browser would send them, read out of its HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "image", "reset", "file"}
Pairs = list[tuple[str, str]]


@dataclass
class Form:
    """Where a form goes, how, and what it sends untouched; who found it is added later."""

    action: str
    method: str
    pairs: Pairs = field(default_factory=list)
    buttons: Pairs = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    role: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields, each once."""
        return tuple(sorted({name for name, _ in (*self.pairs, *self.buttons)} | set(self.files)))


class _Reader(HTMLParser):
    """Collects forms; a field outside of a form belongs to the one that its ``form`` names."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.by_id = address, [], {}  # type: ignore[var-annotated]
        self.outside: list[tuple[str, str, dict[str, str]]] = []
        self.select, self.area = "", ""
        self.chosen = False

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        known = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(
                Form(known.get("action") or self.address, known.get("method", "get").lower())
            )
            self.by_id[known.get("id")] = self.forms[-1]
        elif tag == "option" and self.select:
            self._option(known)
        elif tag in ("input", "button", "textarea", "select") and known.get("name"):
            self._field(tag, known)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""

    def _field(self, tag: str, known: dict[str, str]) -> None:
        form = self.by_id.get(known["form"]) if "form" in known else None
        form = form or (self.forms[-1] if self.forms else None)
        if form is None:
            return
        kind = known.get("type", "submit" if tag == "button" else "text")
        name, value = known["name"], known.get("value", "")
        if tag == "select":
            self.select, self.chosen = name, False
        elif kind == "file":
            form.files.append(name)
        elif kind in NOT_SENT:
            form.buttons.append((name, value))
        elif kind not in ("checkbox", "radio") or "checked" in known:
            form.pairs.append((name, value))
        elif name not in dict(form.pairs):
            form.buttons.append((name, value or "on"))  # may be ticked

    def _option(self, known: dict[str, str]) -> None:
        if not self.forms:
            return
        pairs = self.forms[-1].pairs
        if "selected" in known or not self.chosen:
            if self.chosen and pairs and pairs[-1][0] == self.select:
                pairs.pop()
            pairs.append((self.select, known.get("value", "")))
            self.chosen = True


def forms_of(html: str, address: str) -> list[Form]:
    """Every form of a page; the token against forgery is left out, tests do without."""
    reader = _Reader(address)
    reader.feed(html)
    for form in reader.forms:
        form.pairs = [one for one in form.pairs if one[0] != "csrfmiddlewaretoken"]
    return list(reader.forms)
