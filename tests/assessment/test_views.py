"""The founder's pages through the server, without a browser."""

import uuid

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from questionnaire.assessment.models import Answer, AnswerRevision, Assessment
from questionnaire.bank.models import Edition
from questionnaire.people.models import Grant, Venture
from questionnaire.vocabulary import AssessmentStatus
from tests.assessment.guests import Guest, make_guest, make_member
from tests.factories import make_grant, make_shipped_edition, make_user, make_venture_member
from tests.harness.once import made_once

pytestmark = pytest.mark.django_db
SAVE_QUERIES = 5  # the assessment with its access, BEGIN, the answer, its revision, COMMIT
SIGNED_IN = 1  # the session together with whose it is
CATEGORY_QUERIES = 2  # the assessment with its venture, the answers


ground, guest = made_once(make_guest)


def test_starting_makes_a_venture_a_key_and_an_assessment_and_shows_the_link_once() -> None:
    make_shipped_edition()
    client = Client()
    started = client.post("/start/", {"name": "  Acme ", "stage": "idea"})
    assessment = Assessment.objects.get()
    assert started.headers["Location"] == f"/a/{assessment.pk}/"
    assert (Venture.objects.get().name, Venture.objects.get().stage) == ("Acme", "idea")
    first, second = client.get(started.headers["Location"]), client.get(f"/a/{assessment.pk}/")
    link = first.context["page"].resume_link
    token = link.rsplit("/", 2)[1]
    assert link == f"http://testserver/r/{token}/"
    assert second.context["page"].resume_link is None
    assert token not in str(list(Grant.objects.values()))


FIRST = {
    "funding-route": "closed", "funding-secured": "share-10-to-30", "funding-control": "votes-only",
    "funding-training": "adapters", "team-outside-work": "in-house-only",
    "team-error-cost": "general-use", "experimentation-access": "api",
}  # fmt: skip


def test_the_first_eight_questions_are_offered_until_they_are_answered(guest: Guest) -> None:
    page = guest.get()
    first = page.context["page"].opening
    assert [one.key for one in first] == [*FIRST, "ethics-safety-limits"]
    assert 'c/ethics/#slot-ethics-safety-limits"' in page.content.decode()
    for question, value in FIRST.items():
        guest.save(question, value=value)
    assert [one.key for one in guest.get().context["page"].opening if not one.answered] == [
        "ethics-safety-limits"
    ]
    guest.save("ethics-safety-limits", value="banned-uses")
    assert guest.get().context["page"].opening == ()
    assert "Closed" in guest.get("result/").content.decode()


TO = "Ada@example.org"


def test_a_guest_may_have_the_link_mailed_and_a_flood_of_mails_is_stopped() -> None:
    make_shipped_edition()
    cache.clear()
    for number in range(4):
        client = Client()
        client.post("/start/", {"name": f"Go to pills.example {'x' * 60}", "email": TO})
        page = client.get(f"/a/{Assessment.objects.latest('created_at').pk}/")
        said = f"is on its way to {TO}" if number < 3 else "No mail was sent: too many"
        assert said in page.content.decode()
        link = page.context["page"].resume_link  # there whether or not it was mailed
        if number < 3:
            assert (mail.outbox[number].to, len(mail.outbox)) == ([TO], number + 1)
            assert link.rsplit("/", 2)[1] in mail.outbox[number].body
    assert len(mail.outbox) == 3
    named = f"“Go to pills.\u200bexample {'x' * 39}…” on FMAssess"  # cut short, nothing to press
    assert mail.outbox[0].subject == "Your private link to FMAssess"  # read unopened
    assert f"the release of a model for {named}. This is" in mail.outbox[0].body


def test_what_is_no_address_is_said_and_starts_nothing_and_accounts_are_not_asked(
    guest: Guest,
) -> None:
    answer = Client().post("/start/", {"name": "Acme", "email": "ada"})
    assert list(answer.context["form"].errors) == ["email"]
    assert Assessment.objects.get() == guest.assessment
    assert "email" not in make_member().client.get("/start/").context["form"].fields


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "x" * 121])
def test_a_name_that_is_none_gets_a_message_and_starts_nothing(guest: Guest, name: str) -> None:
    answer = Client().post("/start/", {"name": name})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["name"]
    assert Assessment.objects.get() == guest.assessment


def test_a_private_link_is_spent_by_nobody_who_looks_and_opens_by_its_button(guest: Guest) -> None:
    token = guest.get().context["page"].resume_link.rsplit("/", 2)[1]
    other = Client()
    for _ in range(3):
        assert other.get(f"/r/{token}/").status_code == 200
        assert other.head(f"/r/{token}/").status_code in (200, 405)
    assert other.get(guest.base).status_code == 404
    opened = other.post(f"/r/{token}/")
    assert opened.headers["Location"] == guest.base
    assert other.get(guest.base).status_code == 200
    assert token not in opened.headers["Location"]


def test_a_link_that_is_none_says_so_and_opens_nothing(guest: Guest) -> None:
    other = Client()
    assert other.post("/r/not-a-token/").status_code == 404
    assert other.get(guest.base).status_code == 404


def test_a_revoked_link_ends_every_browser_at_the_next_request(guest: Guest) -> None:
    assert guest.get().status_code == 200
    Grant.objects.update(revoked_at=guest.assessment.created_at)
    assert guest.get().status_code == 404
    assert guest.save("funding-route", value="closed").status_code == 404


def test_a_save_echoes_its_own_edit_and_its_version(guest: Guest) -> None:
    edit = str(uuid.uuid4())
    said = guest.save("funding-route", value="closed", mutation=edit)
    assert said.status_code == 200
    assert {**said.json(), "saved": ""} == {
        "mutation": edit, "version": 1, "saved": "", "problem": "", "said": ""
    }  # fmt: skip
    assert Answer.objects.get().value == {"value": "closed"}


@pytest.mark.parametrize(
    ("question", "fields", "stored"),
    [
        ("funding-sources", {"value": ["grants", "angels"]}, {"value": ["angels", "grants"]}),
        ("funding-sources", {"value": []}, None),
        ("funding-runway", {"value": "14"}, {"value": 14}),
        ("funding-runway", {"value": "soon"}, {"raw": "soon"}),
        ("funding-runway", {"value": "NaN"}, {"raw": "NaN"}),
        ("funding-runway", {"value": "1e400"}, {"raw": "1e400"}),
        ("funding-runway", {"value": "-1"}, {"raw": "-1"}),
        ("funding-runway", {"value": "999999"}, {"raw": "999999"}),
        ("funding-runway", {"state": ["-unknown"], "value": ""}, {"unknown": True}),
        ("funding-route", {"value": "-unknown"}, {"unknown": True}),
        ("funding-route", {"value": "-other", "other": " a mix "}, {"other": "a mix"}),
        ("funding-route", {"value": "-other", "other": "\u200b"}, {"raw": "-other"}),
    ],
)
def test_what_was_typed_is_stored_even_when_it_is_no_answer(
    question: str, fields: dict[str, object], stored: object, guest: Guest
) -> None:
    assert guest.save(question, **fields).status_code == 200
    assert Answer.objects.get().value == stored


@pytest.mark.parametrize(
    ("question", "fields", "problem"),
    [
        ("funding-route", {"value": "angels"},
         "This question has no such answer. Reload the page."),
        ("funding-route", {"value": ["closed", "undecided"]}, "Choose one answer."),
        ("no-such-question", {"value": "x"},
         "There is no such question in this edition. Reload the page."),
        ("funding-open-income", {"value": ["support", "no-answer-yet"]},
         "“We have no answer yet” cannot stand beside other answers."),
        ("funding-route", {"value": ["closed", "-unknown"]},
         "“Don’t know yet” and “none of these” cannot stand beside other answers."),
        ("funding-runway", {"value": "14", "state": "-other"},
         "This question has no “none of these fits”."),
        ("funding-route", {"value": "closed", "claim": "certain"},
         "Choose guess, plan, done or proven."),
        ("funding-route", {"value": "closed", "note": "x" * 20_001},
         "This text has 20001 characters; at most 20000 can be saved. Shorten it."),
        ("funding-route", {"value": "closed", "base": "-1"},
         "Reload the page; this save does not say what it changes."),
        ("funding-route", {"value": "closed", "base": "9" * 5000},
         "Reload the page; this save does not say what it changes."),
        ("funding-route", {"value": "closed", "mutation": "not-a-uuid"},
         "Reload the page; this save does not say what it changes."),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_in_words_and_nothing_is_stored(
    question: str, fields: dict[str, object], problem: str, guest: Guest
) -> None:
    refused = guest.save(question, **fields)
    assert (refused.status_code, refused.json()["problem"]) == (422, problem)
    assert Answer.objects.count() == AnswerRevision.objects.count() == 0


@pytest.mark.parametrize("place", ["path", "query", "body"])
def test_a_null_byte_is_refused_before_it_reaches_the_database(place: str, guest: Guest) -> None:
    if place == "path":
        said = guest.client.get(f"{guest.base}c/fund%00ing/")
    elif place == "query":
        said = guest.get("c/funding/?shown=%00")
    else:
        said = guest.client.post(
            f"{guest.base}answers/funding-route/",
            "value=closed%00",
            content_type="application/x-www-form-urlencoded",
        )
    assert said.status_code in (400, 404)
    assert Answer.objects.count() == 0


def test_ten_megabytes_of_text_are_refused_with_words(guest: Guest) -> None:
    said = guest.client.post(
        f"{guest.base}answers/funding-route/",
        "note=" + "x" * 10_000_000,
        content_type="application/x-www-form-urlencoded",
        headers={"Accept": "application/json"},
    )
    assert said.status_code in (400, 413)
    assert "problem" in said.json()
    assert Answer.objects.count() == 0


def test_a_second_save_from_an_old_page_is_a_conflict_with_both_values(guest: Guest) -> None:
    guest.save("funding-route", value="closed")
    guest.save("funding-route", value="undecided", base=1)
    said = guest.save("funding-route", value="fully-open", base=1)
    assert said.status_code == 409
    told = said.json()
    assert (told["version"], told["theirs"]["said"], told["fields"]["value"]) == (
        2, "Undecided", ["undecided"],
    )  # fmt: skip
    assert Answer.objects.get().value == {"value": "undecided"}


def test_a_conflict_names_the_member_whose_value_stands_and_tells_oneself_apart() -> None:
    guest = make_member("ana.100%@example.org")
    guest.save("funding-route", value="closed")
    member = make_venture_member(venture=guest.assessment.venture, user=make_user(email="ben@x.y"))
    ben = Client()
    ben.force_login(member.user)
    sent = {"mutation": str(uuid.uuid4()), "base": 0, "value": "undecided"}
    where = f"{guest.base}answers/funding-route/"
    told = ben.post(where, sent, headers={"Accept": "application/json"}).json()["problem"]
    assert told == (
        "ana.100%@example.org changed this to “Closed product”. Keep that, or save yours?"
    )
    again = guest.save("funding-route", value="undecided").json()["problem"]
    assert again.startswith("In another window you changed this to “Closed product”.")


def test_the_check_lists_what_was_flagged_for_later(guest: Guest) -> None:
    assert guest.get("check/").context["page"].flagged == 0
    guest.client.post(f"{guest.base}answers/funding-burn/flag/", {"on": "1"})
    said = guest.get("check/")
    assert said.context["page"].flagged == 1
    assert "1 question flagged for later" in said.content.decode()


def test_a_first_result_is_opened_by_few_questions_named_on_the_overview(guest: Guest) -> None:
    rows = guest.get().context["page"].opening
    assert len(rows) == 8 and not any(row.answered for row in rows)
    guest.save(rows[0].key, value="closed")
    rows = guest.get().context["page"].opening
    assert [row.answered for row in rows] == [True] + [False] * 7
    for row in rows[1:]:
        card = guest.get(f"c/{row.category}/").context["page"]
        options = next(slot.card.options for slot in card.slots if slot.key == row.key)
        guest.save(row.key, value=options[0].key)
    assert guest.get().context["page"].opening == ()


def test_a_browser_without_a_key_is_told_so_and_others_answers_do_not_exist() -> None:
    guest, stranger = make_guest(), Client()
    where = f"{guest.base}answers/funding-route/"
    assert stranger.post(where, {"value": "closed"}).status_code == 401
    stranger.post("/start/", {"name": "Other"})
    assert stranger.post(where, {"value": "closed"}).status_code == 404
    assert stranger.get(guest.base).status_code == 404
    assert Answer.objects.count() == 0


def test_sent_answers_are_not_changed_until_they_are_reopened(guest: Guest) -> None:
    Assessment.objects.update(status=AssessmentStatus.SUBMITTED)
    refused = guest.save("funding-route", value="closed")
    assert (refused.status_code, Answer.objects.count()) == (422, 0)
    assert guest.client.post(f"{guest.base}reopen/").status_code == 302
    assert guest.save("funding-route", value="closed").status_code == 200


def test_without_script_the_form_saves_what_changed_and_goes_on(guest: Guest) -> None:
    page = guest.get("c/funding/").context["page"]
    shown = [slot.key for slot in page.slots if slot.card]
    form = {"shown": shown, "funding-route": "fully-open", "funding-route.base": "0",
            "funding-runway": "14", "funding-runway.base": "0"}  # fmt: skip
    went = guest.client.post(f"{guest.base}c/funding/", form)
    assert went.headers["Location"].startswith(f"{guest.base}c/funding/#slot-")
    assert {a.question: a.value for a in Answer.objects.all()} == {
        "funding-route": {"value": "fully-open"}, "funding-runway": {"value": 14},
    }  # fmt: skip
    again = guest.client.post(
        f"{guest.base}c/funding/",
        {**form, "funding-route.base": "1", "funding-runway.base": "1"},
    )
    assert again.status_code == 302
    assert AnswerRevision.objects.count() == 2


def test_without_script_a_wrong_number_comes_back_with_a_message_and_is_not_lost(
    guest: Guest,
) -> None:
    said = guest.client.post(
        f"{guest.base}c/funding/",
        {"shown": ["funding-runway"], "funding-runway": "soon", "funding-runway.base": "0"},
    )
    assert said.status_code == 422
    page = said.context["page"]
    assert [(one.key, one.problem) for one in page.problems] == [
        ("funding-runway", "Write only a number, such as 6 or 12 (months).")
    ]
    card = next(slot.card for slot in page.slots if slot.key == "funding-runway")
    assert card.value_text == "soon"


def test_without_script_a_text_too_long_stays_in_the_page(guest: Guest) -> None:
    long = "x" * 20_001
    said = guest.client.post(
        f"{guest.base}c/funding/",
        {"shown": ["funding-route"], "funding-route": "closed", "funding-route.note": long},
    )
    assert said.status_code == 422
    assert long in said.content.decode()
    assert Answer.objects.count() == 0


def test_follow_ups_name_only_the_places_that_changed(guest: Guest) -> None:
    page = guest.get("c/funding/").context["page"]
    shown = [slot.key for slot in page.slots if slot.card]
    guest.save("funding-route", value="fully-open")
    said = guest.get("c/funding/follow-ups/", data={"shown": shown}, headers={"HX-Request": "true"})
    changed = [(slot.key, slot.card is not None) for slot in said.context["slots"]]
    assert ("funding-open-income", True) in changed
    assert not {key for key, _ in changed} & set(shown)


def test_a_fragment_opened_directly_leads_to_its_page(guest: Guest) -> None:
    assert guest.get("c/funding/follow-ups/").headers["Location"] == f"{guest.base}c/funding/"


@pytest.mark.parametrize("answered", [0, 1, 12])
def test_a_save_costs_the_same_few_queries_however_much_is_answered(
    answered: int, django_assert_num_queries: DjangoAssertNumQueries, guest: Guest
) -> None:
    for question in list(make_shipped_questions())[:answered]:
        guest.save(question, state=["-unknown"])
    guest.save("loyalty-credit", value="names-listed")
    with django_assert_num_queries(SAVE_QUERIES):
        assert guest.save("loyalty-credit", value="bounties", base=1).status_code == 200
    with django_assert_num_queries(SAVE_QUERIES):
        assert guest.save("loyalty-promise", value="none").status_code == 200


def test_being_signed_in_costs_one_query_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    member = make_member()
    with django_assert_num_queries(SAVE_QUERIES + SIGNED_IN):
        assert member.save("loyalty-credit", value="names-listed").status_code == 200
    with django_assert_num_queries(SAVE_QUERIES + SIGNED_IN):
        assert member.save("loyalty-credit", value="bounties", base=1).status_code == 200
    with django_assert_num_queries(CATEGORY_QUERIES + SIGNED_IN):
        assert member.get("c/funding/").status_code == 200


@pytest.mark.parametrize("answered", [0, 1, 12])
def test_a_category_costs_the_same_few_queries_however_much_is_answered(
    answered: int, django_assert_num_queries: DjangoAssertNumQueries, guest: Guest
) -> None:
    for question in list(make_shipped_questions())[:answered]:
        guest.save(question, state=["-unknown"])
    guest.get("c/funding/")
    with django_assert_num_queries(CATEGORY_QUERIES):
        assert guest.get("c/funding/").status_code == 200


def make_shipped_questions() -> list[str]:
    """The keys of the shipped bank's first categories, in order."""
    from tests.bank.banks import shipped

    return [one.key for category in shipped().categories for one in category.questions]


def test_the_receipt_says_what_was_sent_whatever_is_answered_later(guest: Guest) -> None:
    guest.save("funding-route", value="closed")
    guest.client.post(f"{guest.base}send/")
    before = guest.get("receipt/").context["page"]
    guest.client.post(f"{guest.base}reopen/")
    guest.save("funding-route", base=1)
    guest.save("loyalty-promise", value="none")
    after = guest.get("receipt/").context["page"]
    assert (before.answered, after) == (1, before)


def test_a_save_to_what_was_sent_says_so_and_changes_nothing(guest: Guest) -> None:
    guest.save("funding-route", value="closed")
    guest.client.post(f"{guest.base}send/")
    said = guest.save("funding-route", value="fully-open", base=1)
    assert (said.status_code, said.json()["problem"]) == (
        422, "These answers were sent. Reopen them first.",
    )  # fmt: skip
    assert Answer.objects.get().value == {"value": "closed"}


def test_while_no_edition_is_offered_the_landing_page_says_so_and_leads_nowhere(
    guest: Guest,
) -> None:
    Edition.objects.update(status="retired")
    page = Client().get("/").content.decode()
    assert "No questions are offered at the moment." in page
    assert 'href="/start/"' not in page
    assert guest.get("c/funding/").status_code == 200


def test_a_link_to_a_venture_without_questions_leads_to_the_start() -> None:
    token = make_grant().token
    said = Client().post(f"/r/{token}/")
    assert (said.status_code, said.headers["Location"]) == (302, "/start/")


def test_no_page_of_a_founder_is_cached_or_varies_wrongly(guest: Guest) -> None:
    for path in ("", "c/funding/", "check/"):
        page = guest.get(path)
        assert page.headers["Cache-Control"] == "no-store"
        assert {"HX-Request", "Cookie"} <= set(page.headers["Vary"].split(", "))
        assert page.headers["Content-Security-Policy"].count("'none'") == 4


@pytest.mark.parametrize("base", [{}, {"funding-route.base": "7"}, {"funding-route.base": "x"}])
def test_a_form_that_does_not_say_what_it_changes_keeps_what_was_typed(
    base: dict, guest: Guest
) -> None:
    page = guest.client.post(
        f"{guest.base}c/funding/",
        {"shown": "funding-route", "funding-route": "closed", "funding-route.note": "mine", **base},
    )
    assert page.status_code == 422
    assert [one.problem for one in page.context["page"].problems] == [
        "Reload the page; this save does not say what it changes."
    ]
    card = page.context["page"].slots[0].card
    assert ([one.key for one in card.options if one.checked], card.note) == (["closed"], "mine")
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("before", ["18", "some"])
def test_what_is_refused_is_not_called_saved_by_what_stood_there_before(
    before: str, guest: Guest
) -> None:
    """Found by ./run drill browser: the card held one text and told of another."""
    guest.save("funding-runway", value=before)
    sent = {"shown": "funding-runway", "funding-runway.base": "1", "funding-runway": "1" * 203}
    page = guest.client.post(f"{guest.base}c/funding/", sent)
    assert page.status_code == 422
    card = page.content.decode().split('data-question="funding-runway"')[1].split("</article>")[0]
    assert card.startswith(" data-unsaved>")  # the page's script asks before it is left
    assert 'id="status-funding-runway">Not saved.</span>' in card
    assert "Kept as typed" not in card
