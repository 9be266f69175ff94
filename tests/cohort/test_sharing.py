"""A venture and its cohorts: share, share less, leave; told from both sides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.cohort.sharing.actions import HasLeft, leave, share
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from questionnaire.vocabulary import CONSENT_VERSION, VentureRole
from tests.access.world import holding
from tests.cohort.rooms import ALL, enrol, room
from tests.factories import NOW, make_enrolment, make_grant, make_user, make_venture_member
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db
STATED = "What an accelerator keeps: nothing that is live."


class Both:
    """A venture enrolled in a cohort, its owner's browser and the accelerator's."""

    def __init__(self, categories: list[str] | None = None) -> None:
        self.cohort, self.reviewer = room()
        self.enrolment = enrol(self.cohort, "delta-soil", categories)
        self.assessment = self.enrolment.venture.assessments.get()
        self.ada = make_user(name="Ada Bell")
        make_venture_member(venture=self.enrolment.venture, user=self.ada)
        self.founder = signed_in(self.ada)

    @property
    def owner(self) -> Actor:
        return Actor(user_id=self.ada.pk)

    @property
    def base(self) -> str:
        return f"/a/{self.assessment.pk}/"

    @property
    def page(self) -> str:
        return f"{self.base}cohorts/{self.enrolment.pk}/"

    def shares(self, *categories: str, **more: Any) -> Any:
        """Scores and answers of these categories, and the path; or what is given."""
        ticked = {"scores": list(categories), "answers": list(categories)}
        path = {"path": "on"} if categories else {}
        return self.founder.post(
            self.page, ticked | path | {"text_version": str(CONSENT_VERSION)} | more
        )

    def leaves(self) -> Any:
        return self.founder.post(f"{self.page}leave/", {"sure": "on"})

    def seen(self) -> list[str]:
        """The venture's row as its accelerator sees it: state and the categories that show."""
        rows = self.reviewer.get(f"/cohorts/{self.cohort.pk}/").context["rows"]
        return [row.name for row in rows]

    def states(self) -> list[str]:
        """What stands beside its name there."""
        rows = self.reviewer.get(f"/cohorts/{self.cohort.pk}/").context["rows"]
        return [row.state for row in rows]

    def report(self) -> int:
        return self.reviewer.get(f"/cohorts/{self.cohort.pk}/{self.enrolment.pk}/").status_code

    def shown(self) -> set[str]:
        """The categories whose answers the accelerator can read."""
        page = self.reviewer.get(f"/cohorts/{self.cohort.pk}/{self.enrolment.pk}/").context
        return {one.key for one in page["categories"] if not one.withheld}


def test_a_venture_page_tells_each_cohort_with_what_it_shares_and_since_when() -> None:
    both = Both(["funding", "team"])
    page = both.founder.get(f"{both.base}venture/")
    [one] = page.context["joined"]
    assert (one.cohort, one.accelerator) == (both.cohort.name, both.cohort.accelerator.name)
    assert [share.name for share in one.shares] == ["Funding", "Team"]
    assert (one.everything, one.path, one.since) == (False, True, NOW)
    assert both.page in page.content.decode()


def test_what_would_be_seen_is_shown_before_anything_can_be_shared() -> None:
    both = Both(["funding"])
    page = both.founder.get(both.page).content.decode()
    assert re.findall(r"<h3[^>]*>Step (\d)", page) == ["1", "2", "3", "4"]
    assert "Share this" not in page and f'action="{both.page}preview/"' in page
    ticked = {"scores": ["team"], "answers": ["team"], "text_version": CONSENT_VERSION}
    shown = both.founder.post(f"{both.page}preview/", ticked)
    told = shown.content.decode()
    assert told.index("Your line on") < told.index("Never shown:") < told.index("Share this")
    for text in (page, told):  # before anything is ticked, and where it stands in a table
        assert "The posture Funding says how firm you stand on money" in text
    assert both.shown() == {"funding"}


def test_sharing_less_holds_at_once_on_the_other_side() -> None:
    both = Both()
    assert both.shown() == set(ALL)
    assert both.shares("funding").headers["Location"] == both.page
    assert both.shown() == {"funding"}
    both.shares("team", "funding")
    assert both.shown() == {"funding", "team"}


def test_sharing_nothing_leaves_the_name_alone() -> None:
    both = Both()
    both.shares()
    assert (both.report(), both.seen()) == (404, ["Delta Soil"])
    [row] = both.reviewer.get(f"/cohorts/{both.cohort.pk}/").context["rows"]
    assert (row.state, row.path, row.stage) == ("Not shared", "not shared", "")
    both.shares("ethics")
    assert both.shown() == {"ethics"}


def test_leaving_ends_every_view_at_once() -> None:
    both = Both()
    assert (both.seen(), both.report()) == (["Delta Soil"], 200)
    said = both.leaves()
    assert said.headers["Location"] == f"{both.base}venture/"
    assert (both.seen(), both.report()) == ([], 404)
    page = both.reviewer.get(f"/cohorts/{both.cohort.pk}/").content.decode()
    assert "1 venture left this cohort. Nothing of it is shown." in page
    assert "Delta Soil" not in page
    assert both.reviewer.get("/cohorts/").context["cohorts"][0]["size"] == 0
    assert Enrolment.objects.get().categories == []


def test_the_founder_keeps_everything_and_reads_that_it_left() -> None:
    both = Both()
    report = both.assessment.submissions.get().report
    both.leaves()
    assert both.founder.get(f"/reports/{report.pk}/").status_code == 200
    page = both.founder.get(f"{both.base}venture/").content.decode()
    assert "You left on" in page
    page = both.founder.get(both.page).content.decode()
    assert "left the cohort" in page
    assert '<form method="post" action="' + both.page not in page


def test_who_left_shares_nothing_again_without_an_invitation() -> None:
    both = Both()
    both.leaves()
    both.shares("funding")
    both.leaves()
    assert (both.seen(), both.report()) == ([], 404)
    assert Consent.objects.filter(leaving=True).count() == 1
    with pytest.raises(HasLeft):
        share(enrolment=both.enrolment, shared=with_answers(["funding"]), by=both.owner, at=NOW)
    with pytest.raises(HasLeft):
        leave(enrolment=both.enrolment, by=both.owner, at=NOW)


def test_every_consent_is_kept_as_it_was_given() -> None:
    both = Both(["funding"])
    both.shares("funding", "team")
    both.shares("funding", "team")  # the same again is no new consent
    both.shares()
    both.leaves()
    told = list(Consent.objects.values_list("categories", "leaving", "by__name"))
    assert told == [
        (["funding", "team"], False, "Ada Bell"), ([], False, "Ada Bell"), ([], True, "Ada Bell"),
    ]  # fmt: skip
    said = both.founder.get(both.page).context["page"].said
    assert [([share.name for share in one.shares], one.left, one.by) for one in said] == [
        ([], True, "Ada Bell"), ([], False, "Ada Bell"), (["Funding", "Team"], False, "Ada Bell"),
    ]  # fmt: skip
    assert [one.version for one in said] == [CONSENT_VERSION] * 3


def test_a_consent_refuses_change() -> None:
    both = Both(["funding"])
    both.shares("team")
    with pytest.raises(IntegrityError, match="a consent never changes"), transaction.atomic():
        Consent.objects.update(categories=["ethics"])
    both.ada.delete()
    assert list(Consent.objects.values_list("categories", "by")) == [(["team"], None)]


def test_what_the_accelerator_keeps_is_said_before_leaving_and_before_deleting() -> None:
    both = Both()
    for address, button in ((both.page, 'action="' + both.page + 'leave/"'),
                            (f"{both.base}venture/", f'action="{both.base}erase/"')):  # fmt: skip
        page = both.founder.get(address).content.decode()
        assert 0 < page.index(STATED) < page.index(button)


def test_leaving_asks_for_its_tick() -> None:
    both = Both()
    page = both.founder.post(f"{both.page}leave/", {})
    assert list(page.context["leaving"].errors) == ["sure"]
    assert both.seen() == ["Delta Soil"]


def test_an_unknown_category_changes_nothing() -> None:
    both = Both(["funding"])
    page = both.shares("funding", "salaries")
    assert list(page.context["form"].errors) == ["scores", "answers"]
    assert Enrolment.objects.get().categories == ["funding"]


@pytest.mark.parametrize("role", [VentureRole.EDITOR, VentureRole.VIEWER])
def test_only_an_owner_decides(role: VentureRole) -> None:
    both = Both()
    other = make_user()
    make_venture_member(venture=both.enrolment.venture, user=other, role=role)
    client = signed_in(other)
    assert "Only an owner of the venture changes this." in client.get(both.page).content.decode()
    assert client.post(both.page, {"scores": []}).status_code == 403
    assert client.post(f"{both.page}leave/", {"sure": "on"}).status_code == 403
    assert both.shown() == set(ALL)


def test_a_link_decides_as_long_as_nobody_ever_owned_the_venture() -> None:
    both = Both()
    guest = holding(make_grant(venture=both.enrolment.venture).grant)
    assert guest.post(f"{both.page}leave/", {"sure": "on"}).status_code == 403
    both.enrolment.venture.members.all().delete()
    assert guest.post(f"{both.page}leave/", {"sure": "on"}).status_code == 403
    Venture.objects.filter(pk=both.enrolment.venture_id).update(claimed_at=None)
    assert guest.post(f"{both.page}leave/", {"sure": "on"}).status_code == 302
    assert both.seen() == []
    assert Consent.objects.get().by is None


def test_another_ventures_enrolment_does_not_exist_here() -> None:
    both = Both()
    theirs = make_enrolment(cohort=both.cohort)
    for client in (both.founder, both.reviewer, Client()):
        for address in (
            f"{both.base}cohorts/{theirs.pk}/",
            f"{both.base}cohorts/{theirs.pk}/leave/",
        ):
            assert client.post(address, {"sure": "on"}).status_code == 404
    assert both.reviewer.get(both.page).status_code == 404
    assert Enrolment.objects.filter(revoked_at=None).count() == 2


def test_leaving_one_cohort_leaves_the_others() -> None:
    both = Both()
    other, reviewer = room(both.cohort.edition)
    make_enrolment(cohort=other, venture=both.enrolment.venture, categories=ALL)
    both.leaves()
    rows = reviewer.get(f"/cohorts/{other.pk}/").context["rows"]
    assert [row.name for row in rows] == ["Delta Soil"]


def test_venture_and_sharing_pages_take_as_many_queries_as_they_say(
    django_assert_num_queries: Any,
) -> None:
    both = Both()
    both.founder.get(f"{both.base}venture/")
    both.founder.get(both.page)
    with django_assert_num_queries(4):  # session, assessment, right to erase, cohorts
        both.founder.get(f"{both.base}venture/")
    # and this one, its consents, who looked; whether it may be changed; how far reviewing is, what
    # was decided, what reviewers wrote to them
    with django_assert_num_queries(10):
        both.founder.get(both.page)
