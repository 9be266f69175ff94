"""Made-up ventures: the same for the same seed, each report really scored, each standing right."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.standing.actions import stand_cohort
from questionnaire.people.models import Venture
from questionnaire.report.intake import score_sheet, sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.summary import columns_of, summarise
from tests.factories import make_shipped_edition, make_user
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db


def simulated(**options: Any) -> Cohort:
    out = StringIO()
    call_command("simulate", stdout=out, **options)
    assert out.getvalue().startswith(f"{options['ventures']} ventures, ")
    return Cohort.objects.order_by("-created_at").first()


def plain(value: Any) -> Any:
    """With every number alike: PostgreSQL keeps a very large one as a whole number."""
    return json.loads(json.dumps(value), parse_int=float)


def said(cohort: Cohort) -> list[Any]:
    rows = cohort.standings.order_by("name_key", "enrolment", "round__kind")
    return list(rows.values_list("enrolment", "name", "state", "path", "lean", "whys", "actions"))


def test_made_up_ventures_are_the_same_again_and_really_scored() -> None:
    edition = edition_by_id(make_shipped_edition().pk)
    user = make_user(email="who@looks.example")
    cohort = simulated(ventures=14, seed=4, member=user.email)
    assert stand_cohort(cohort=cohort.pk) == 0  # what simulate wrote is what the rule says
    category_of = {one.key: one.category for one in edition.rubric.questions}
    reports = list(Report.objects.select_related("submission"))
    assert len(reports) > 7
    assert len({str(one.scorecard) for one in reports}) < len(reports)  # some share a sheet
    for report in reports[:3] + reports[-2:]:
        card = score_sheet(edition, sheet_of_snapshot(edition.rubric, report.submission.answers))
        assert plain(report.scorecard) == plain(card.as_json())
        assert report.summary == summarise(card, category_of)
        columns = columns_of(card)
        assert {name: getattr(report, name) for name in columns} == columns
    before = said(cohort)
    Report.objects.all().delete()
    cohort.accelerator.delete()
    Venture.objects.all().delete()
    again = simulated(ventures=14, seed=4, member=user.email)
    assert said(again) == before
    page = signed_in(user).get(f"/cohorts/{again.pk}/").content.decode()
    assert "14 ventures" in page or "13 ventures" in page


def test_there_is_no_cohort_without_an_edition_and_none_in_production(settings: Any) -> None:
    with pytest.raises(CommandError, match="no published edition"):
        call_command("simulate", ventures=2)
    settings.FMASSESS_ENV = "production"
    with pytest.raises(CommandError, match="never go into production"):
        call_command("simulate", ventures=2)
