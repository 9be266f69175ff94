"""Reports opened for their files, with and without a database."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from dataclasses import replace
from functools import cache
from typing import Any

from django.utils import translation
from pypdf import PdfReader

from questionnaire.report.files.frozen import Frozen
from questionnaire.report.files.pdf import as_pdf, footer
from questionnaire.report.files.shape import Table, Told
from questionnaire.report.files.tables import tables
from questionnaire.report.page import tongue_of
from questionnaire.scoring.score import score
from questionnaire.scoring.sheet import Sheet
from tests.report import told as shipped

SENT_AT = dt.datetime(2026, 11, 20, 16, 5, tzinfo=dt.UTC)
REPORT = uuid.UUID(int=7)


def opened(
    persona: str = "petrel-maritime", *, lang: str = "en", venture: str = "Petrel Maritime",
    sheet: Sheet | None = None, notes: dict[str, tuple[str, str]] | None = None,
) -> Frozen:  # fmt: skip
    """A persona's report as its files need it, in a language."""
    edition = shipped.edition()
    answers = shipped.sheet(persona) if sheet is None else sheet
    card: dict[str, Any] = score(edition.rubric, answers).as_json()
    with translation.override(lang):
        tongue = replace(tongue_of(edition, lang), asked=frozenset(card["reachable"]))
    return Frozen(
        venture=venture, id=REPORT, receipt="AS-2041", revision=2, sent_at=SENT_AT,
        answers_hash="ab" * 32, card=card, sheet=answers, notes=notes or {}, tongue=tongue,
    )  # fmt: skip


def told_of(frozen: Frozen) -> Told:
    return Told(frozen.tongue, frozen.card, frozen.sheet, frozen.notes)


def tables_of(frozen: Frozen) -> tuple[Table, ...]:
    """Its tables, as a reader of its language gets them."""
    with translation.override(frozen.tongue.lang):
        return tables(told_of(frozen))


def pdf_of(frozen: Frozen) -> bytes:
    """Its PDF, made as in a request of a reader of its language."""
    with translation.override(frozen.tongue.lang):
        return as_pdf(frozen)


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def bare(words: str) -> str:
    """Words without what setting lines adds or takes: blanks, hyphens, break marks."""
    return re.sub(r"[\s\-\u00ad\u200b]", "", words)


def text_of(content: bytes, frozen: Frozen) -> str:
    """All text of a PDF, bare, without the feet of its pages."""
    with translation.override(frozen.tongue.lang):
        foot = bare(footer(frozen))
    pages = [bare(page.extract_text()) for page in reader(content).pages]
    return "".join(page.split(foot)[0] if place else page for place, page in enumerate(pages))


@cache
def petrel() -> tuple[Frozen, bytes]:
    """The persona with everything broken, and its PDF."""
    frozen = opened()
    return frozen, pdf_of(frozen)
