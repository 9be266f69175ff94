"""A report's words are kept as they stood on its date; what is the reader's own is filled in."""

from __future__ import annotations

import copy
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import override_settings
from django.utils import translation

from questionnaire.people.models import Venture
from questionnaire.report.actions import keep_due_words, submit_assessment
from questionnaire.report.kept import fill, marker, read_text
from questionnaire.report.models import Report, ReportText
from tests.factories import NOW
from tests.report.sent import answered, founder_of, reported
from tests.report.test_actions import report_in

pytestmark = pytest.mark.django_db


def other_templates(
    folder: Path, body: str = "A later build says it otherwise."
) -> list[dict[str, Any]]:
    """The site's templates as a later build might have them."""
    (folder / "report").mkdir()
    (folder / "report" / "_body.html").write_text(body)
    found = copy.deepcopy(settings.TEMPLATES)
    found[0]["DIRS"] = [folder, *found[0]["DIRS"]]
    return found


def worked(persona: str = "almendra-speech") -> Report:
    """A report after the worker looked in."""
    report = reported(persona)
    call_command("work", "--once")
    return report


def test_whoever_sends_waits_for_their_own_language_and_the_worker_keeps_the_others() -> None:
    with translation.override("de"):
        report = reported()
    assert list(report.texts.values_list("language", flat=True)) == ["de"]
    call_command("work", "--once")
    assert sorted(report.texts.values_list("language", flat=True)) == ["de", "en", "es"]
    assert not keep_due_words()


def test_words_that_cannot_be_kept_hold_up_no_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = reported(), reported("harbour-health")
    with override_settings(TEMPLATES=other_templates(tmp_path, '{% include "none.html" %}')):
        assert keep_due_words()
    assert [one.message for one in caplog.records if one.name == "fmassess.report"] == [
        f"the words of report {first.pk} could not be kept"
    ]
    call_command("work", "--once")
    assert (first.texts.count(), second.texts.count()) == (1, 3)


def test_the_words_are_kept_in_every_language_of_the_site() -> None:
    report = worked()
    kept = {one.language: zlib.decompress(one.body).decode() for one in report.texts.all()}
    said = {"en": "Report for", "es": "Informe de", "de": "Bericht für"}
    assert {each: words in kept[each] for each, words in said.items()} == dict.fromkeys(said, True)
    assert len({body.count("<section") for body in kept.values()}) == 1


def test_a_report_reads_the_same_after_a_build_with_other_words(tmp_path: Path) -> None:
    report = worked()
    client = founder_of(report.submission.assessment.venture)
    pages = [client.get(f"/reports/{report.pk}/", headers={"Accept-Language": each}).content
             for each in ("en", "es", "de")]  # fmt: skip
    with override_settings(TEMPLATES=other_templates(tmp_path)):
        later = [client.get(f"/reports/{report.pk}/", headers={"Accept-Language": each}).content
                 for each in ("en", "es", "de")]  # fmt: skip
        assert read_text(reported("harbour-health"), "en") == "A later build says it otherwise."
    assert [report_in(page) for page in later] == [report_in(page) for page in pages]


def test_a_report_keeps_the_name_that_the_venture_had() -> None:
    report = reported()
    venture = report.submission.assessment.venture
    Venture.objects.filter(pk=venture.pk).update(name="Renamed Since")
    page = founder_of(venture).get(f"/reports/{report.pk}/").content.decode()
    assert f'<p class="kicker">Report for {venture.name},' in page


def test_what_stands_beside_an_answer_is_not_in_the_kept_words_and_shown_to_its_founders() -> None:
    report = worked()
    page = founder_of(report.submission.assessment.venture).get(f"/reports/{report.pk}/")
    kept = [zlib.decompress(one.body) for one in ReportText.objects.all()]
    assert [b"CNRY-" in body for body in kept] == [False] * 3
    reached = set(report.scorecard["reachable"]) & set(report.submission.answers)
    assert page.content.count(b"CNRY-") == len(reached)


def test_nothing_that_founders_write_passes_for_a_slot() -> None:
    assessment = answered()
    said = marker("buttons")
    limits = assessment.answers.filter(question="ethics-safety-limits")
    limits.update(value={"other": said}, note=said)
    report = submit_assessment(assessment=assessment, at=NOW)
    page = founder_of(assessment.venture).get(f"/reports/{report.pk}/").content.decode()
    assert marker("buttons") not in page
    assert page.count("&lt;!--slot buttons--&gt;") >= 2
    assert page.count(f'class="btn btn-primary" href="/a/{assessment.pk}/decide/"') == 1


def test_a_slot_nobody_fills_is_empty_and_a_bad_name_is_refused() -> None:
    assert fill(f"a{marker('note:x')}b{marker('buttons')}c", {"buttons": "!"}) == "ab!c"
    with pytest.raises(ValueError, match="no name of a slot"):
        marker("buttons--><script>")


def test_kept_words_refuse_every_change() -> None:
    reported()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportText.objects.update(body=b"other")


def test_a_report_without_kept_words_is_written_from_its_scorecard() -> None:
    report = reported()
    kept = read_text(report, "de")
    ReportText.objects.all().delete()
    assert read_text(Report.objects.get(pk=report.pk), "de") == kept
