"""The report as PDF: the page's own values and charts, set by typst; real text, tagged (PDF/UA-1).

The template (templates/report/pdf/) gets everything as JSON, which typst never reads as markup, and
may read no file outside its folder. Only the fonts that come with our packages are used, so that a
report has the same bytes on every machine; see ``_set`` for names that these fonts cannot write.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import fontpkg_inter
import typst
from django.conf import settings
from django.utils.safestring import SafeString

from questionnaire.report.files.frozen import Frozen
from questionnaire.report.files.own_parts import since_told, today_told
from questionnaire.report.files.today import Today
from questionnaire.report.files.words import words
from questionnaire.report.narrative.shown import posture_points
from questionnaire.report.narrative.standing import points_digits
from questionnaire.report.page import report_page

FOLDER = settings.BASE_DIR / "templates" / "report" / "pdf"
FONTS = Path(fontpkg_inter.ROOT) / "files"
NARROW, WIDE = 280, 640
"""Widths of charts in px; a px is 0.75 pt on paper, so that their words keep their size."""
EDGE = 9
HEIGHT = re.compile(r'\bheight="([\d.]+)"')
SVG = 'xmlns="http://www.w3.org/2000/svg" font-family="Inter" font-size="11" fill="#4d5760"'
MOST_IN_A_FOOTER = 60
TEMPLATE, PROBE = FOLDER / "report.typ", FOLDER / "probe.typ"
REMEMBERED = 10
MISSING = "could not be displayed"


def as_pdf(frozen: Frozen, today: Today | None = None) -> bytes:
    """The PDF; the same bytes for the same report and language, and for the same of today."""
    return set_in_type(document(frozen, today), TEMPLATE, frozen.sent_at)


def set_in_type(told: Mapping[str, Any], template: Path, at: dt.datetime) -> bytes:
    """Plain values set by a template of ours. at: the time that the file says it was made."""
    data = json.dumps(told, ensure_ascii=False, sort_keys=True)
    try:
        return _set({"data": data}, template, at)
    finally:
        _forget()


def document(frozen: Frozen, today: Today | None = None) -> dict[str, Any]:
    """Everything the template shows, as plain values."""
    page = report_page(frozen.tongue, frozen.card, frozen.sheet, frozen.notes)
    told = {name: value for name, value in page.items() if name not in ("rules", "best_path")}
    say = frozen.tongue.say
    return {
        **plain(told),
        "lang": frozen.tongue.lang,
        "venture": frozen.venture,
        "title": say("Report for %(venture)s", venture=frozen.venture),
        "sent": say("Report of %(date)s, revision %(revision)s, receipt %(receipt)s",
                    date=frozen.date, revision=frozen.revision, receipt=frozen.receipt),
        "footer": footer(frozen),
        "points": _points(frozen),
        "since": since_told(frozen.tongue, frozen.since) if frozen.since else None,
        "today": plain(today_told(frozen.tongue, today)) if today else None,
        "words": words(frozen.tongue),
    }  # fmt: skip


def footer(frozen: Frozen) -> str:
    """What stands at the foot of every page; a long name is cut there, and only there."""
    name = frozen.venture
    if len(name) > MOST_IN_A_FOOTER:
        name = name[:MOST_IN_A_FOOTER].rstrip() + "…"
    rules = frozen.tongue.say(
        "edition %(edition)s, scoring %(version)s",
        edition=frozen.card["edition"], version=frozen.card["scoring_version"],
    )  # fmt: skip
    return f"{name} · {frozen.date} · {rules}"


def _points(frozen: Frozen) -> dict[str, Any]:
    """The points of every answer by posture, for the table whose columns add up to the scores."""
    figure = frozen.tongue.figure
    points: dict[str, dict[str, str]] = {}
    for one in frozen.card["postures"]:
        digits = points_digits(frozen.tongue, one)
        for part, shown in zip(one["contributions"], posture_points(one, digits), strict=True):
            words = " / ".join(figure(value, digits) for value in shown)
            points.setdefault(part["question"], {})[one["posture"]] = words
    return points


# ---------------------------------------------------------------- values and charts


def plain(value: Any) -> Any:
    """Values that JSON takes; a chart becomes a picture of a known width."""
    if isinstance(value, SafeString):
        return _picture(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def _picture(svg: SafeString) -> dict[str, str]:
    """A chart as a file of its own in both widths, with room for the marks at its edges."""
    height = float(HEIGHT.search(svg)[1])  # type: ignore[index] # every chart of ours has one
    return {
        name: (
            f'<svg {SVG} width="{width}" height="{height + 2 * EDGE:g}">'
            + svg.replace("<svg ", f'<svg x="{EDGE}" y="{EDGE}" overflow="visible" ', 1).replace(
                'width="100%"', f'width="{width - 2 * EDGE}"', 1
            )
            + "</svg>"
        )
        for name, width in (("narrow", NARROW), ("wide", WIDE))
    }


# ---------------------------------------------------------------- setting


@cache
def _fonts(system: bool) -> typst.Fonts:
    """system: the machine's fonts too, for scripts that ours do not have."""
    return typst.Fonts(include_system_fonts=system, font_paths=[str(FONTS)])


def _set(inputs: dict[str, str], template: Path, at: dt.datetime) -> bytes:
    """Set with our fonts; where a name or a note needs others, with those of the machine; and where
    no font has a sign at all, without the promise of PDF/UA, which forbids the empty box that then
    stands in its place. The text stays in the file in every case."""
    signs = "".join(sorted({one for one in inputs["data"] if not one.isascii()}))
    for system in (False, True):
        if _writes(signs, system=system):
            try:
                return _compiled(template, inputs, at, system=system)
            except typst.TypstError as error:  # signs that only fail together
                if MISSING not in str(error):
                    raise
    return _compiled(template, inputs, at, system=True, accessible=False)


@lru_cache(maxsize=256)
def _writes(signs: str, *, system: bool) -> bool:
    """Whether the fonts have these signs: far cheaper to ask than to fail at a whole report."""
    try:
        _compiled(PROBE, {"data": signs}, dt.datetime.fromtimestamp(0, dt.UTC), system=system)
    except typst.TypstError as error:
        if MISSING not in str(error):
            raise
        return False
    return True


def _forget() -> None:
    """typst keeps what it worked out for its last ten documents, 300 MB of reports in each process
    and of no use to the next; ten empty documents (a few ms) let it go."""
    for _ in range(REMEMBERED):
        _compiled(PROBE, {"data": ""}, dt.datetime.fromtimestamp(0, dt.UTC), system=False)


def _compiled(
    source: Path, inputs: dict[str, str], at: dt.datetime, *,
    system: bool, accessible: bool = True,
) -> bytes:  # fmt: skip
    """at: the time that the file says it was made."""
    return typst.compile(
        source,
        root=FOLDER,
        font_paths=_fonts(system),
        sys_inputs=inputs,
        pdf_standards=["ua-1"] if accessible else [],
        timestamp=int(at.timestamp()),
        format="pdf",
    )
