"""The action plan: what is advised joins it, changes are logged, nobody overwrites anybody."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from questionnaire.people.actor import Actor
from questionnaire.people.models import User
from questionnaire.report.models import Report
from questionnaire.report.plan.actions import (
    Overtaken,
    Planned,
    add_own,
    change_plan,
    planned_of,
    take_on,
)
from questionnaire.report.plan.models import PlanChange, PlanItem
from questionnaire.report.plan.page import PlanPage, advised_by, plan_page
from questionnaire.report.plan.queries import items_of, newest_report
from questionnaire.vocabulary import PlanState, VentureRole
from tests.factories import NOW, make_user, make_venture, make_venture_member
from tests.harness.once import made_once
from tests.report.revised import CHANGES, DAY, Content, begin, change, open_again, send
from tests.report.sent import reported, signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)


class Planning:
    """A venture with a report, and one of its owners."""

    def __init__(self) -> None:
        self.ada: User = make_user(name="Ada Bell")
        self.assessment = begin(by=self.ada)
        self.venture = self.assessment.venture
        self.member = make_venture_member(venture=self.venture, user=self.ada)
        self.report: Report = send(self.assessment, NOW + DAY)
        self.client = signed_in(self.ada)
        self.keys = [one["key"] for one in self.report.scorecard["actions"]]

    def address(self, name: str, *more: object) -> str:
        return reverse(name, args=[self.assessment.pk, *more])

    def take(self, key: str = "", **planned: Any) -> PlanItem:
        return take_on(
            venture=self.venture.pk, action=key or self.keys[0],
            edition=self.assessment.edition_id, planned=Planned(**planned), by=self.ada.pk, at=NOW,
        )  # fmt: skip

    def own(self, text: str = "Ask the bank", **planned: Any) -> PlanItem:
        return add_own(
            venture=self.venture.pk, id=uuid.uuid4(), planned=Planned(text=text, **planned),
            by=self.ada.pk, at=NOW,
        )  # fmt: skip

    def page(self) -> PlanPage:
        actor = Actor(user_id=self.ada.pk)
        advised = advised_by(newest_report(actor, self.venture.pk))
        return plan_page(items_of(actor, self.venture.pk), advised, TODAY)

    def post(self, name: str, **data: Any) -> Any:
        """Save an action as its page does."""
        form = {"state": "open", "owner": "", "owner_name": "", "due": "", "note": "",
                "reason": "", "base": "0", **data}  # fmt: skip
        return self.client.post(self.address("plan-item", name), form)


ground, one = made_once(Planning)


def logged(item: PlanItem) -> list[tuple[int, str, str]]:
    rows = PlanChange.objects.filter(item=item).order_by("version")
    return [(one.version, one.state, one.note) for one in rows]


# ---------------------------------------------------------------- verbs


def test_every_change_is_logged_as_it_left_the_action(one: Planning) -> None:
    item = one.take()
    version = change_plan(
        item=item, base=1, planned=Planned(state=PlanState.DOING, note="Begun"), by=None, at=NOW
    )
    assert (version, logged(item)) == (2, [(1, "open", ""), (2, "doing", "Begun")])
    item.refresh_from_db()
    assert (item.version, planned_of(item)) == (2, Planned(state=PlanState.DOING, note="Begun"))


def test_who_saves_on_what_changed_meanwhile_overwrites_nothing(one: Planning) -> None:
    item = one.take()
    change_plan(item=item, base=1, planned=Planned(note="First"), by=None, at=NOW)
    with pytest.raises(Overtaken):
        change_plan(item=item, base=1, planned=Planned(note="Second"), by=None, at=NOW)
    item.refresh_from_db()
    assert (item.note, len(logged(item))) == ("First", 2)


def test_the_same_again_changes_nothing(one: Planning) -> None:
    item = one.take(note="As it is")
    assert change_plan(item=item, base=1, planned=planned_of(item), by=None, at=NOW) == 1
    assert len(logged(item)) == 1


def test_an_action_is_taken_on_once(one: Planning) -> None:
    one.take()
    with pytest.raises(Overtaken):
        one.take()
    assert PlanItem.objects.count() == 1


def test_a_form_sent_twice_adds_one_action(one: Planning) -> None:
    name = uuid.uuid4()
    for _ in range(2):
        add_own(venture=one.venture.pk, id=name, planned=Planned(text="Ask"), by=None, at=NOW)
    assert PlanItem.objects.count() == PlanChange.objects.count() == 1


def test_the_name_of_anothers_action_adds_nothing_to_it(one: Planning) -> None:
    mine, theirs = one.own(), make_venture()
    with pytest.raises(Overtaken):
        add_own(venture=theirs.pk, id=mine.pk, planned=Planned(text="Ask"), by=None, at=NOW)
    assert list(PlanItem.objects.values_list("venture", flat=True)) == [mine.venture_id]


@pytest.mark.parametrize(
    "planned", [Planned(state=PlanState.DROPPED), Planned(text="Words beside the bank’s own")]
)
def test_the_table_refuses_what_the_forms_refuse(planned: Planned, one: Planning) -> None:
    item = one.take()
    with pytest.raises(IntegrityError), transaction.atomic():
        change_plan(item=item, base=1, planned=planned, by=None, at=NOW)


def test_the_log_never_changes(one: Planning) -> None:
    item = one.take()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanChange.objects.filter(item=item).update(note="Otherwise")


def test_an_owners_account_goes_and_the_plan_stays(one: Planning) -> None:
    bo = make_user(name="Bo")
    make_venture_member(venture=one.venture, user=bo)
    item = one.take(owner_id=bo.pk)
    bo.delete()
    item.refresh_from_db()
    assert (item.owner_id, PlanChange.objects.get(item=item).owner_id) == (None, None)


# ---------------------------------------------------------------- joined with reports


def test_what_the_report_advises_is_proposed_until_it_is_taken_on(one: Planning) -> None:
    assert [row.name for row in one.page().proposed] == one.keys
    one.take(one.keys[1])
    page = one.page()
    assert [row.name for row in page.proposed] == [one.keys[0], *one.keys[2:]]
    assert [(row.name, row.advised, row.own) for row in page.going] == [(one.keys[1], True, False)]


def test_a_later_report_adds_its_actions_and_marks_what_it_no_longer_advises(one: Planning) -> None:
    for key in one.keys:
        one.take(key)
    open_again(one.assessment)
    for question, value in CHANGES.items():
        change(one.assessment, question, Content(value), one.ada, NOW + 2 * DAY)
    later = [one["key"] for one in send(one.assessment, NOW + 3 * DAY).scorecard["actions"]]
    page = one.page()
    assert set(later) != set(one.keys)
    assert [row.name for row in page.proposed] == [key for key in later if key not in one.keys]
    assert {row.name for row in page.going if not row.advised} == set(one.keys) - set(later)
    assert {row.name for row in page.going} == set(one.keys)


def test_what_is_due_first_comes_first_and_what_is_late_is_marked(one: Planning) -> None:
    one.own("Some day")
    one.own("Next week", due=TODAY + 7 * DAY)
    one.own("Last week", due=TODAY - 7 * DAY)
    one.own("Last week, done", due=TODAY - 7 * DAY, state=PlanState.DONE)
    one.own("Today", due=TODAY)
    page = one.page()
    assert [(row.text, row.taken.overdue) for row in page.going] == [
        ("Last week", True), ("Today", False), ("Next week", False), ("Some day", False),
    ]  # fmt: skip
    assert [(row.text, row.taken.overdue) for row in page.settled] == [("Last week, done", False)]
    assert (page.overdue, page.done) == (1, 1)


# ---------------------------------------------------------------- pages


def test_pages_take_as_many_queries_for_many_actions_as_for_one(
    django_assert_num_queries: Any, one: Planning
) -> None:
    one.take(owner_id=one.ada.pk)
    # session, assessment; the newest report, the plan; an action also: members, its log
    numbers = {"plan": 4, "plan-item": 6, "plan-add": 3}
    for again in range(2):
        for name, queries in numbers.items():
            address = one.address(name, *([one.keys[0]] if name == "plan-item" else []))
            one.client.get(address)
            with django_assert_num_queries(queries):
                assert one.client.get(address).status_code == 200
        if not again:
            for key in one.keys[1:4]:
                one.take(key, owner_id=one.ada.pk)


def test_a_founder_takes_on_changes_and_settles_an_action(one: Planning) -> None:
    key = one.keys[0]
    answer = one.post(key, owner=str(one.ada.pk), due="2027-01-15", note="With the lawyer")
    assert (answer.status_code, answer.url) == (302, one.address("plan"))
    item = PlanItem.objects.get()
    assert (item.owner_id, item.due, item.version) == (one.ada.pk, dt.date(2027, 1, 15), 1)
    one.post(key, state="done", base="1", owner_name="The lawyer")
    item.refresh_from_db()
    assert (item.state, item.owner_id, item.owner_name, item.version) == (
        "done", None, "The lawyer", 2,
    )  # fmt: skip
    page = one.client.get(one.address("plan-item", key)).content.decode()
    assert page.count("Ada Bell") >= 2  # who did it, twice, and whom it was given to
    assert "taken on" in page


def test_what_was_typed_on_an_older_page_is_kept_and_overwrites_nothing(one: Planning) -> None:
    key = one.keys[0]
    one.post(key, note="First")
    answer = one.post(key, note="Second", base="0")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody changed this action meanwhile" in page
    assert "Second" in page
    assert PlanItem.objects.get().note == "First"
    assert answer.context["base"] == 1
    assert one.post(key, note="Second", base="1").status_code == 302
    assert PlanItem.objects.get().note == "Second"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"state": "dropped"}, "reason"),
        ({"state": "flying"}, "state"),
        ({"due": "2027-02-30"}, "due"),
        ({"due": "9999-01-01"}, "due"),
        ({"owner": "999999"}, "owner"),
        ({"owner_name": "Bo", "owner": "ada"}, "owner_name"),
        ({"owner_name": "x" * 121}, "owner_name"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    data: dict[str, str], field: str, one: Planning
) -> None:
    ids = {"ada": str(one.ada.pk)}
    answer = one.post(one.keys[0], **{key: ids.get(value, value) for key, value in data.items()})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert PlanItem.objects.count() == 0


def test_an_action_of_ones_own_is_added_with_its_words(one: Planning) -> None:
    name = str(uuid.uuid4())
    data = {"id": name, "text": " Ask  the\nbank ", "done_when": "They said yes", "state": "open",
            "owner_name": "Bo"}  # fmt: skip
    for _ in range(2):
        assert one.client.post(one.address("plan-add"), data).status_code == 302
    item = PlanItem.objects.get()
    assert (str(item.pk), item.text, item.owner_name) == (name, "Ask the bank", "Bo")
    assert one.client.get(one.address("plan-item", name)).status_code == 200
    refused = one.client.post(one.address("plan-add"), {**data, "text": " "})
    assert (refused.status_code, refused.context["id"]) == (422, item.pk)


def test_who_left_the_venture_stays_named_until_somebody_else_is(one: Planning) -> None:
    bo = make_user(name="Bo")
    member = make_venture_member(venture=one.venture, user=bo)
    item = one.take(owner_id=bo.pk)
    member.delete()
    assert one.post(item.action, owner=str(bo.pk), note="Still", base="1").status_code == 302
    item.refresh_from_db()
    assert (item.owner_id, item.note) == (bo.pk, "Still")
    stranger = make_user()
    assert one.post(item.action, owner=str(stranger.pk), base="2").status_code == 422


def test_readers_read_the_plan_and_are_offered_nothing_to_change(one: Planning) -> None:
    viewer = make_user()
    make_venture_member(venture=one.venture, user=viewer, role=VentureRole.VIEWER)
    one.take(note="For all to read")
    client = signed_in(viewer)
    page = client.get(one.address("plan")).content.decode()
    assert "For all to read" in page
    assert one.address("plan-add") not in page
    item = client.get(one.address("plan-item", one.keys[0])).content.decode()
    assert "You may read this plan, not change it." in item
    assert 'name="base"' not in item


def test_an_action_that_nobody_advises_and_nobody_took_on_is_not_found(one: Planning) -> None:
    for name in ("no-such-action", str(uuid.uuid4())):
        assert one.client.get(one.address("plan-item", name)).status_code == 404
    other = reported("boveda-legal", one.assessment.edition)
    theirs = add_own(
        venture=other.submission.assessment.venture_id, id=uuid.uuid4(),
        planned=Planned(text="Theirs"), by=None, at=NOW,
    )  # fmt: skip
    assert one.client.get(one.address("plan-item", theirs.pk)).status_code == 404


def test_the_report_shows_the_plan_beside_its_actions_and_stays_as_it_was_made(
    one: Planning,
) -> None:
    address, file = f"/reports/{one.report.pk}/", f"/reports/{one.report.pk}.json"
    before = one.client.get(file).json()
    assert one.client.get(address).content.decode().count("proposed</span>") == len(one.keys)
    one.take(due=dt.date(2020, 1, 1), owner_name="The lawyer")
    page = one.client.get(address).content.decode()
    assert page.count("proposed</span>") == len(one.keys) - 1
    assert "overdue" in page
    assert "The lawyer" in page
    after = one.client.get(file).json()
    assert (before.pop("plan", None), bool(after.pop("plan"))) == (None, True)
    assert after == before


def test_the_overview_says_in_one_line_how_the_plan_stands(one: Planning) -> None:
    overview = one.address("overview")
    assert "nothing taken on yet" in one.client.get(overview).content.decode()
    one.take(due=dt.date(2020, 1, 1))
    one.own(state=PlanState.DONE)
    page = one.client.get(overview).content.decode()
    assert "1 action to do, 1 done" in page
    assert "1 overdue" in page


def test_words_of_founders_stay_text(one: Planning) -> None:
    one.own("<script>alert(1)</script>", owner_name="<b>Bo</b>", note="<i>x</i>")
    page = one.client.get(one.address("plan")).content.decode()
    assert "<script>alert" not in page
    assert "<b>Bo" not in page


def test_an_edition_that_no_longer_has_an_action_leaves_its_words(one: Planning) -> None:
    """What was taken from an earlier edition is told in that edition's words."""
    item = one.take()
    advised = advised_by(None)
    [row] = plan_page([item], advised, TODAY).going
    assert (row.advised, bool(row.text), bool(row.done_when)) == (False, True, True)
