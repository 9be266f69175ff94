"""What is done to editions: one verb each, atomic, time comes in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from questionnaire.bank.content import Content, content_hash
from questionnaire.bank.models import Edition
from questionnaire.vocabulary import EditionStatus


class EditionRefused(Exception):
    """Why an edition cannot be loaded, published or retired, in words for an editor."""


@transaction.atomic
def load_edition(*, content: Content, at: dt.datetime, publish: bool = True) -> Edition:
    """Bring an authored edition into the database; the same content again changes nothing."""
    document = content.document()
    known = Edition.objects.filter(key=content.key).first()
    if known is not None and known.content_hash == content_hash(document):
        return known
    if known is not None:
        raise EditionRefused(
            f"Edition {content.key} is {known.status} with other content, and a published edition "
            "never changes. Give the folder a new edition key, and load it again."
        )
    return Edition.objects.create(
        key=content.key, status=EditionStatus.PUBLISHED, document=document,
        content_hash=content_hash(document), created_at=at, published_at=at,
    )  # fmt: skip
