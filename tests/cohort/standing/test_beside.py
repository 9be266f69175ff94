"""Ventures side by side: those named, of this cohort, and only what they share."""

from __future__ import annotations

from typing import Any

import pytest

from questionnaire.cohort.disclosure import NOTHING
from questionnaire.cohort.models import Opening
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.actor import Actor
from tests.cohort.rooms import ALL, enrol, room
from tests.factories import NOW, make_venture_member

pytestmark = pytest.mark.django_db


def test_two_ventures_beside_each_other_as_far_as_they_share(
    django_assert_num_queries: Any,
) -> None:
    cohort, client = room()
    whole = enrol(cohort, "delta-soil")
    part = enrol(cohort, "marea-translate", [one for one in ALL if one != "ethics"])
    other, stranger = room(cohort.edition)
    theirs = enrol(other, "kestrel-code")
    address = f"/cohorts/{cohort.pk}/side-by-side/"
    named = f"?venture={part.pk}&venture={whole.pk}&venture={theirs.pk}&venture=x&venture={part.pk}"
    client.get(address + named)
    with django_assert_num_queries(4):  # session, cohort, who looked, rows
        page = client.get(address + named)
    assert [one.name for one in page.context["heads"]] == ["Marea Translate", "Delta Soil"]
    assert "Kestrel" not in page.content.decode()
    told = {line.name: [cell.words for cell in line.cells] for line in page.context["lines"]}
    table = {row.name: row for row in client.get(f"/cohorts/{cohort.pk}/").context["rows"]}
    for name in ("Lean", "Funding", "Safety"):
        shown = [next(one.cell.words for one in table[who].cells if one.name == name)
                 for who in ("Marea Translate", "Delta Soil")]  # fmt: skip
        assert shown == told[name]
    assert "Funding (category)" in told  # and the posture is another
    assert told["Ethics and education"][0] == "not shared"
    contradictions = page.context["lists"][0]
    assert len(contradictions.lists) == 2
    assert contradictions.lists[0].untold.startswith("Of ") and not contradictions.lists[1].untold
    assert page.context["sharing"][0][1].startswith("Not shared: anything of the categor")
    assert len(page.context["sharing"][1]) == 1  # everything is shared
    assert Opening.objects.filter(cohort=cohort).count() == 3  # each look
    assert stranger.get(address + named).status_code == 404
    owner = make_venture_member(venture=whole.venture)
    share(enrolment=whole, shared=NOTHING, by=Actor(user_id=owner.user_id), at=NOW)
    told = client.get(address + named).context
    assert {line.cells[1].words for line in told["lines"]} == {"not shared"}
    assert {(one.lists[1].words, one.lists[1].empty) for one in told["lists"]} == {
        ((), "not shared")
    }


def test_fewer_than_two_are_asked_for() -> None:
    cohort, client = room()
    one = enrol(cohort, "delta-soil")
    page = client.get(f"/cohorts/{cohort.pk}/side-by-side/?venture={one.pk}").content.decode()
    assert "Choose two to four ventures" in page
    assert "Delta Soil" not in page
