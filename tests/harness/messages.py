"""Messages of templates and Python files, extracted without the system's gettext.

``python -m tests.harness.messages`` brings questionnaire/locale up to date: new messages come in
empty, those no longer used go, and nothing is guessed (no fuzzy entries). Beside our own come
those of Django's that a form's visitor meets: its Spanish says usted and ours tú.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "questionnaire" / "locale"
LANGUAGES = ("es", "de")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "Said": None,  # scoring.faults
    "say": None,  # report.narrative.tongue
    "count": (1, 2),
}
FORMAT = re.compile(r"%\(\w+\)|%[sd]")
Key = tuple[str, str, str]  # context, message, plural
DJANGO = "django.forms"
"""Where the following stand; our catalogues win over its own."""
OF_DJANGO: tuple[tuple[str, str], ...] = (
    ("Enter a complete value.", ""),
    ("Enter a list of values.", ""),
    ("Enter a number.", ""),
    ("Enter a valid JSON.", ""),
    ("Enter a valid URL.", ""),
    ("Enter a valid date.", ""),
    ("Enter a valid email address.", ""),
    ("Enter a valid value.", ""),
    ("Enter a whole number.", ""),
    (
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    (
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    ("Ensure this value is greater than or equal to %(limit_value)s.", ""),
    ("Ensure this value is less than or equal to %(limit_value)s.", ""),
    ("No file was submitted. Check the encoding type on the form.", ""),
    ("Please either submit a file or check the clear checkbox, not both.", ""),
    ("Select a valid choice. %(value)s is not one of the available choices.", ""),
    ("Select a valid choice. That choice is not one of the available choices.", ""),
)


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every template and Python file that may hold words for people."""
    for file in sorted((ROOT / "templates").rglob("*.html")):
        yield file, _python_of(file)
    for file in sorted((ROOT / "templates").rglob("*.txt")):
        yield file, _python_of(file)
    for folder in ("questionnaire", "fmassess"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file, file.read_bytes()


def _python_of(file: Path) -> bytes:
    """A template as Python calls; without its indentation, which is none of Python's."""
    made = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    return "\n".join(line.strip() for line in made.split("\n")).encode()


def messages() -> dict[Key, set[str]]:
    """Each message with the files it stands in."""
    found: dict[Key, set[str]] = {("", one, many): {DJANGO} for one, many in OF_DJANGO}
    for file, text in sources():
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text), keywords=KEYWORDS
        ):
            one, many = message if isinstance(message, tuple) else (message, "")
            if one:
                key = (context or "", one, many or "")
                found.setdefault(key, set()).add(str(file.relative_to(ROOT)))
    return found


def catalogue(language: str) -> polib.POFile:
    """A language's catalogue as it stands, or a new one."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = polib.POFile(wrapwidth=100)
    new.fpath = str(path)
    return new


def merged(language: str, wanted: dict[Key, set[str]]) -> polib.POFile:
    """The catalogue with exactly the wanted messages, sorted; translations are kept."""
    before = {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry
        for entry in catalogue(language)
    }
    after = polib.POFile(wrapwidth=100)
    after.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key in sorted(wanted, key=lambda one: (one[1], one[0])):
        context, one, many = key
        old = before.get(key)
        after.append(
            polib.POEntry(
                msgctxt=context or None,
                msgid=one,
                msgid_plural=many,
                msgstr="" if many or not old else old.msgstr,
                msgstr_plural=(old.msgstr_plural if old else {0: "", 1: ""}) if many else {},
                flags=["python-format"] if FORMAT.search(one + many) else [],
                occurrences=[(file, "") for file in sorted(wanted[key])],
            )
        )
    after.fpath = str(LOCALE / language / "LC_MESSAGES" / "django.po")
    return after


def main() -> int:
    """Write the catalogues; say what has no translation yet."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    wanted = messages()
    for language in LANGUAGES:
        made = merged(language, wanted)
        made.save(made.fpath)
        empty = [entry.msgid for entry in made if not entry.translated()]
        print(f"{language}: {len(made)} messages, {len(empty)} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
