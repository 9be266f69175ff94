"""A language that nobody speaks: English in brackets and two fifths longer (I8-01).

What stands on a page outside of brackets was never given to a translator; what runs over in it
would run over in a longer language.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import trans_real

OPEN, CLOSE, CONTEXT = "⟦", "⟧", "\x04"
WORD = "ëxtrå"

LEFT_OUT = """() => {
  const skip = "script, style, noscript, bdi, code, kbd, textarea, option[lang], [translate=no]";
  const found = [], letters = /\\p{L}{2,}/u;
  let depth = 0, outside = "";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, skipped = node.parentElement.closest(skip);
    outside = "";
    for (const sign of node.data) {
      if (sign === "⟦") depth += 1;
      else if (sign === "⟧") depth -= 1;
      else if (!depth && !skipped) outside += sign;
    }
    if (letters.test(outside)) found.push(outside.replace(/\\s+/g, " ").trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`body [${name}]`)) {
      const said = one.getAttribute(name);
      if (letters.test(said) && !said.includes("⟦") && !one.closest(skip)) found.push(said);
    }
  if (depth) found.push(`brackets that do not end: ${depth}`);
  return found;
}"""
"""The texts of a page that stand in no brackets."""


class Stretched:
    """Django's catalogue of English, each text lengthened."""

    def __init__(self, plain: Any) -> None:
        self.plain = plain

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)

    def gettext(self, message: str) -> str:
        return stretch(message.rpartition(CONTEXT)[2])

    def ngettext(self, one: str, many: str, number: int) -> str:
        said = one if number == 1 else many
        return stretch(said.rpartition(CONTEXT)[2])


def stretch(text: str) -> str:
    """The text in brackets, with words behind it that make it two fifths longer."""
    more = round(len(text) * 0.4)
    padding = " ".join([WORD] * max(1, more // (len(WORD) + 1)))[: max(1, more)]
    space = " " if more > len(WORD) else ""
    return f"{OPEN}{text}{space}{padding}{CLOSE}"


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on everybody who asks for English gets this."""
    stretched = Stretched(trans_real.translation("en"))
    monkeypatch.setitem(trans_real._translations, "en", stretched)  # type: ignore[arg-type]
    monkeypatch.setattr(trans_real, "_default", None)
