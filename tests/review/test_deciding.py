"""Results of all reviews, and decisions that are applied together, once, and told by mail."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from questionnaire.review.deciding.tally import Given, tally
from questionnaire.review.handling.actions import request_changes
from questionnaire.review.models import DecisionBatch, Outcome, Review
from questionnaire.review.setting_up.actions import set_up
from tests.decision.ways import decided
from tests.factories import NOW
from tests.harness.once import made_once
from tests.review.rooms import Panel, batch_of, panel

pytestmark = pytest.mark.django_db


ground, room = made_once(panel)


def cells(page: str, name: str) -> list[str]:
    """A venture's row of the table, in words."""
    row = next(one for one in page.split("<tr>") if f"<bdi>{name}</bdi>" in one)
    told = re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
    return [" ".join(re.sub(r"<select.*", "", one, flags=re.S).split()) for one in
            (re.sub(r"<(?!select)[^>]+>", " ", one) for one in told)]  # fmt: skip


def reviewed(room: Panel) -> list[Review]:
    """Two reviews of the first venture that disagree, an abstention and a draft of the other."""
    first, waiting = room.ask("rosa", 0, 1)
    second, conflict = room.ask("sven", 0, 1)
    room.write("rosa", first, scores={"team": 5, "plan": 5}, confidence=5)
    room.write("sven", second, scores={"team": 2, "plan": None}, confidence=2)
    room.write("sven", conflict, conflict=True)
    return [first, second, conflict, waiting]


def test_a_tally_counts_each_reviewer_once_and_marks_disagreement() -> None:
    found = tally([Given(80, 4, False), Given(55, 1, False), Given(None, 3, False),
                   Given(None, None, True)])  # fmt: skip
    assert (found.number, found.mean, found.low, found.high) == (2, 68, 55, 80)
    assert (found.confidence, found.abstained, found.disagree) == (2.5, 2, True)
    assert not tally([Given(80, 4, False), Given(56, 1, False)]).disagree
    assert tally([]).mean is None


def test_the_table_tells_mean_spread_confidence_and_abstentions(room: Panel) -> None:
    reviewed(room)
    body = room.clients["manager"].get(room.url("results/")).content.decode()
    assert "3 of 4 reviews are in." in body
    first = cells(body, room.ventures[0].venture.name)
    assert first[:6] == ["63", "25–100 disagree", "2 of 2", "3.5", "0", "all reviews are in"]
    second = cells(body, room.ventures[1].venture.name)
    assert second[:6] == ["–", "–", "1 of 2", "–", "1", "being reviewed"]
    answer = room.clients["manager"].get(room.url("results.csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["venture"]: (row["mean"], row["lowest"], row["highest"]) for row in rows} == {
        room.ventures[0].venture.name: ("63", "25", "100"),
        room.ventures[1].venture.name: ("", "", ""),
    }


def test_what_a_manager_reviews_is_hidden_until_their_own_is_in(room: Panel) -> None:
    reviewed(room)
    [own] = room.ask("manager", 0)
    client, name = room.clients["manager"], room.ventures[0].venture.name
    body = client.get(room.url("results/")).content.decode()
    assert cells(body, name)[:2] == ["hidden", "until yours is in"]
    row = next(
        row
        for row in csv.DictReader(
            io.StringIO(client.get(room.url("results.csv")).content.decode("utf-8-sig"))
        )
        if row["venture"] == name
    )
    assert {row[one] for one in ("mean", "lowest", "highest", "confidence", "abstained")} == {""}
    sent = batch_of({room.ventures[0]: "admitted"})
    answer = client.post(room.url("results/"), sent)
    assert (answer.status_code, Outcome.objects.count()) == (409, 0)
    room.write("manager", own)
    body = client.get(room.url("results/")).content.decode()
    assert cells(body, name)[2] == "3 of 3"


def test_in_which_language_a_venture_decided_is_not_to_be_seen_before_it_is_told(
    mailoutbox: list[EmailMessage], room: Panel
) -> None:
    room.founder(0)
    assessment = room.ventures[0].venture.assessments.get()
    decided(assessment.submissions.get().report, language="es")
    client, where = room.clients["manager"], room.url("results/")
    sent = batch_of({room.ventures[0]: "admitted"}, do="preview")
    shown = client.post(where, sent).content.decode()
    assert ("Hello," in shown, "Hola" in shown) == (True, False)
    client.post(where, sent | {"do": "apply"})
    assert "Hola" in mailoutbox[-1].body


def test_decisions_are_shown_as_mails_then_applied_together_once(
    mailoutbox: list[EmailMessage], room: Panel
) -> None:
    room.founder(0)
    chosen = {room.ventures[0]: "admitted", room.ventures[1]: "declined"}
    sent = batch_of(chosen, do="preview")
    sent["words-0"] = "Welcome on 1 December."
    client, where = room.clients["manager"], room.url("results/")
    shown = client.post(where, sent).content.decode()
    assert Outcome.objects.count() == 0
    assert mailoutbox == []
    assert "Welcome on 1 December." in shown
    assert "No owner with an account" in shown  # the second venture has only its link
    assert "The founders of 1 venture are told by mail at once." in shown
    assert "Where no owner has an account, it stands on their page alone." in shown
    assert shown.count('<div class="letter') == 1  # no mail is drawn where none leaves
    assert "You asked for changes" not in shown
    request_changes(
        enrolment=room.ventures[0], words="The runway?", question="", base=0,
        by=room.by("manager"), at=NOW,
    )  # fmt: skip
    warned = client.post(where, sent).content.decode()
    assert "You asked for changes and reviewing has not gone on since" in warned
    mailoutbox.clear()
    told = client.post(where, sent | {"do": "apply"}, follow=True).content.decode()
    assert "2 decisions are applied. The founders of 1 venture are told by mail." in told
    [mail] = mailoutbox
    assert mail.to == [room.people["founder0"].email]
    assert "Admitted" in mail.body
    assert "Welcome on 1 December." in mail.body
    assert "/a/" not in shown.replace("/assignment/", "")  # their address is nothing to a manager
    for line in str(mail.body).splitlines():
        assert not line or line.replace("&", "&amp;") in shown or "http" in line, line
    assert client.post(where, sent | {"do": "apply"}).status_code == 302  # pressed twice
    assert (DecisionBatch.objects.count(), Outcome.objects.count(), len(mailoutbox)) == (1, 2, 1)
    page = room.clients["founder0"].get(room.sharing()).content.decode()
    assert "Decided on" in page
    assert "Admitted" in page
    unsound = room.clients["founder0"].post(f"{room.sharing()}preview/", {"answers": ["funding"]})
    assert "There is a problem" in unsound.content.decode()
    assert "Decided on" in unsound.content.decode()  # the whole page, with what is to be mended
    body = client.get(where).content.decode()
    assert "Admitted" in cells(body, room.ventures[0].venture.name)[-1]


def test_of_two_managers_the_later_one_reads_first_and_nothing_of_theirs_is_applied(
    mailoutbox: list[EmailMessage], room: Panel
) -> None:
    for venture in (0, 1):
        room.founder(venture)
    where = room.url("results/")
    first = batch_of({room.ventures[0]: "admitted"})
    second = batch_of({room.ventures[1]: "waiting", room.ventures[0]: "declined"})
    assert room.clients["manager"].post(where, first).status_code == 302
    answer = room.clients["manager"].post(where, second)
    assert answer.status_code == 409
    assert "nobody was told" in answer.content.decode()
    assert [one.choice for one in Outcome.objects.all()] == ["admitted"]
    assert len(mailoutbox) == 1
    last = Outcome.objects.get()
    later = batch_of({room.ventures[0]: "declined"})
    later[f"base-{room.ventures[0].pk}"] = str(last.pk)
    assert room.clients["manager"].post(where, later).status_code == 302
    page = room.clients["founder0"].get(room.sharing()).content.decode()
    assert page.index("Declined") < page.index("Admitted")  # what holds stands first


def test_a_cohort_names_its_own_decisions_and_takes_no_other(room: Panel) -> None:
    set_up(
        cohort=room.cohort, aliases=False, decisions=["Invited to demo day", "Not this year"],
        by=room.by("manager"),
    )  # fmt: skip
    client, where = room.clients["manager"], room.url("results/")
    assert "Invited to demo day" in client.get(where).content.decode()
    assert client.post(where, batch_of({room.ventures[0]: "admitted"})).status_code == 422
    assert client.post(where, batch_of({})).status_code == 422
    assert client.post(where, batch_of({room.ventures[0]: "Not this year"})).status_code == 302
    [made] = Outcome.objects.all()
    assert made.choice == "Not this year"
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.update(choice="Invited to demo day")


def test_nothing_of_another_cohort_is_decided(room: Panel) -> None:
    other = panel(room.cohort.edition)
    sent = batch_of({other.ventures[0]: "admitted"})
    assert room.clients["manager"].post(room.url("results/"), sent).status_code == 409
    assert room.clients["manager"].post(other.url("results/"), sent).status_code == 404
    assert Outcome.objects.count() == 0


def test_the_table_takes_the_same_queries_whatever_the_number(
    django_assert_num_queries: Any,
) -> None:
    room = panel(ventures=3)
    for ventures in ([0], [1, 2]):
        for review in room.ask("rosa", *ventures):
            room.write("rosa", review)
        with django_assert_num_queries(14):
            room.clients["manager"].get(room.url("results/"))
