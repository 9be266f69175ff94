"""Before sending: the answers that contradict each other stand on the page that checks them."""

from __future__ import annotations

import pytest

from questionnaire.assessment.models import Assessment
from questionnaire.report.actions import submit_assessment
from questionnaire.vocabulary import VentureRole
from tests.access.world import signed_in
from tests.factories import NOW, make_user, make_venture_member
from tests.report.sent import answered

pytestmark = pytest.mark.django_db


def read(found: Assessment, role: VentureRole = VentureRole.OWNER, number: int = 0):  # type: ignore[no-untyped-def]
    member = make_venture_member(venture=found.venture, user=make_user(), role=role)
    return signed_in(member.user).get(f"/a/{found.pk}/check/")


def test_contradictions_are_told_with_the_answers_and_the_way_to_mend_them() -> None:
    found = answered("harbour-health")
    page = read(found)
    keys = [one.key for one in page.context["tensions"]]
    assert keys == ["download-central-levers", "high-stakes-no-staging", "licence-not-open"]
    said = page.content.decode()
    assert "3 contradictions between your answers" in said
    for one in page.context["tensions"]:
        assert f'href="/a/{found.pk}/c/{one.settle.category}/#slot-{one.settle.key}"' in said


def test_who_only_reads_is_told_without_a_way_to_change_them() -> None:
    found = answered("harbour-health")
    own = read(found, VentureRole.VIEWER).content.decode()
    part = own.split('id="contradictions"', 1)[1].split("</section>", 1)[0]
    assert "Settle it here:" in part
    assert "<a " not in part


def test_answers_that_agree_are_told_nothing() -> None:
    page = read(answered("almendra-speech"))
    assert list(page.context["tensions"]) == []
    assert 'id="contradictions"' not in page.content.decode()


def test_the_page_takes_as_many_queries_as_it_says(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    found = answered("harbour-health")
    member = make_venture_member(venture=found.venture, user=make_user())
    client = signed_in(member.user)
    client.get(f"/a/{found.pk}/check/")
    # session with its user, assessment, answers
    with django_assert_num_queries(3):
        client.get(f"/a/{found.pk}/check/")


def test_what_was_sent_is_not_called_unsent_and_not_offered_again() -> None:
    found = answered("almendra-speech")
    before = read(found).content.decode()
    submit_assessment(assessment=found, at=NOW)
    after = read(found).content.decode()
    told = [("Nothing is sent yet" in page, "On to sending" in page) for page in (before, after)]
    assert told == [(True, True), (False, False)]
    assert "kept as they stood when you sent them" in after
    ways = [(page.count('class="change"') > 0, f"{found.pk}/receipt/" in page)
            for page in (before, after)]  # fmt: skip
    assert ways == [(True, False), (False, True)]  # what was sent changes once it is reopened
