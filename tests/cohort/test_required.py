"""What a cohort requires: told before sharing, shown where it is not there, narrowed and put in
order by; and never forced."""

from __future__ import annotations

import pytest

from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.cohort.narrowing import Filters, filter_rows
from questionnaire.cohort.standing.keyset import order_of, page_of
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import READ, standings
from questionnaire.vocabulary import CONSENT_VERSION
from tests.cohort.rooms import ALL, enrol, room
from tests.cohort.standing.crowds import crowd
from tests.cohort.standing.reference import rows_of
from tests.factories import make_user, make_venture_member
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db
REQUIRED = ["funding", "ethics"]


def test_who_lacks_what_is_required_is_the_same_in_sql_and_row_by_row() -> None:
    cohort, _ = room()
    crowd(cohort, 40, 7)
    order = places(cohort.edition_id)
    rows = rows_of(cohort, order.categories).rows
    lacking = filter_rows(rows, Filters(lacks=tuple(REQUIRED)))
    everyone = standings(cohort, None)
    found = everyone.matching(Filters(lacks=tuple(REQUIRED)), order)
    assert set(found.values_list("enrolment", flat=True)) == {row.id for row in lacking}
    assert 0 < len(lacking) < len(rows)
    count = {row.id: len(row.lacks(REQUIRED)) for row in rows}
    assert set(count.values()) == {0, 1, 2}
    sheet = page_of(everyone, order_of("-required", order, REQUIRED), "", READ)
    there = [count[one["enrolment_id"]] for one in sheet.rows]
    assert there == sorted(there, reverse=True)
    assert order_of("-required", order, ()).word == "venture"  # nothing is required: no such order


def scene() -> tuple[Enrolment, Enrolment, str, str]:
    """Two ventures, of which the second withholds what is required; their cohort's page, and the
    second one's page of sharing."""
    cohort, _ = room()
    cohort.required = REQUIRED
    cohort.save()
    whole = enrol(cohort, "delta-soil", ALL)
    part = enrol(cohort, "kestrel-code", ["funding", "team"])
    assessment = part.venture.assessments.get()
    return whole, part, f"/cohorts/{cohort.pk}/", f"/a/{assessment.pk}/cohorts/{part.pk}/"


def test_the_cohorts_page_says_required_not_shared_and_narrows_by_it() -> None:
    whole, part, page, _ = scene()
    member = whole.cohort.accelerator.members.get().user
    client = signed_in(member)
    body = client.get(page).content.decode()
    assert "Required of everybody: Funding, Ethics" in body
    assert body.count("required, not shared: Ethics and education") == 1
    heat = body.partition('id="by-category"')[2].partition("</table>")[0]
    assert heat.count("required, not shared") == 1
    assert heat.count("not shared") == 3  # two more that nobody requires
    narrowed = client.get(page, {"required": "lacking"})
    assert [row.name for row in narrowed.context["rows"]] == [part.venture.name]
    assert "required=lacking" in narrowed.context["kept"]
    file = client.get(page.rstrip("/") + ".csv", {"required": "lacking"})
    assert file.headers["X-Row-Count"] == "1"
    assert b"".join(file.streaming_content)
    first = client.get(page, {"sort": "-required"})
    assert first.context["rows"][0].name == part.venture.name
    side = client.get(f"{page}side-by-side/", {"venture": [str(whole.pk), str(part.pk)]})
    assert "required, not shared: Ethics and education" in side.content.decode()


def test_a_founder_reads_it_before_sharing_and_may_withhold_it_all_the_same() -> None:
    _, part, _, page = scene()
    owner = make_venture_member(venture=part.venture, user=make_user()).user
    client, agreed = signed_in(owner), Consent.objects.filter(enrolment=part)
    told = client.get(page).content.decode()
    assert "Required of everybody:" in told
    assert "required, not shared: Ethics and education" in told
    sent = {"scores": ["team"], "text_version": str(CONSENT_VERSION)}
    seen = client.post(f"{page}preview/", sent).content.decode()
    assert "required, not shared: Funding and Ethics and education" in seen
    asked = client.post(page, sent)
    assert "This cohort requires what you do not share: Funding, Ethics" in asked.content.decode()
    assert agreed.count() == 0
    assert 'name="knowing" value="on"' in asked.content.decode()
    assert client.post(page, sent | {"knowing": "on"}).status_code == 302
    part.refresh_from_db()
    assert (part.categories, agreed.count()) == (["team"], 1)
    everything = {"scores": [*REQUIRED, "team"], "text_version": str(CONSENT_VERSION)}
    assert client.post(page, everything).status_code == 302  # nothing is withheld, nothing asked
    assert client.post(page, {}).status_code == 302  # and taking all back is never asked about
    part.refresh_from_db()
    assert part.consented_at is None
