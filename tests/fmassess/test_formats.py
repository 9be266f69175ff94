"""Times that the server writes say their zone: the reader's clock may be another."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format


@pytest.mark.parametrize(("language", "told"), [
    ("en", "1 September 2026, 13:05 UTC"),
    ("es", "1 de septiembre de 2026, 13:05 UTC"),
    ("de", "1. September 2026, 13:05 UTC"),
])  # fmt: skip
def test_a_time_says_its_zone(language: str, told: str) -> None:
    at = timezone.localtime(dt.datetime(2026, 9, 1, 13, 5, tzinfo=dt.UTC))
    with translation.override(language):
        assert date_format(at, "DATETIME_FORMAT").lower() == told.lower()
