"""The access matrix: every address of the product, every role, and what they get.

A new address without a row fails; a row says for each role the answer to GET (or to POST where
the address only takes POST). What is not visible answers like what does not exist.
"""

import itertools
import uuid
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from questionnaire.assessment.models import AnswerRevision
from questionnaire.bank.actions import open_draft
from questionnaire.bank.models import Edition, Question
from questionnaire.cohort.inviting.joining.actions import opt_out_token
from questionnaire.report.models import LinkOpening, Report
from questionnaire.review.models import Rubric
from tests.access import state
from tests.access.state import stored
from tests.access.world import CANARY, ROLES, World

pytestmark = pytest.mark.django_db

ALL = dict.fromkeys(ROLES, 200)
READERS = {"guest", "owner", "editor", "viewer"}
WRITERS = {"guest", "owner", "editor"}
LINK_READERS = {"link-reader", "ended-link-reader", "expired-link-reader"}
GUESTS = {"nobody", "guest", "other-guest", "revoked-guest"} | LINK_READERS


STRANGERS = {
    "nobody", "other-guest", "revoked-guest", "removed-member", "other-founder", "other-reviewer",
    "other-manager", "bank-editor", "operator", "ended-link-reader", "expired-link-reader",
}  # fmt: skip
"""Whoever has nothing to do with venture 1: no answer to them holds a word that it wrote."""


def read(code: int = 200) -> dict[str, int]:
    """The venture's own readers; nobody else learns that it exists."""
    return {role: code if role in READERS else 404 for role in ROLES}


def write(code: int = 302) -> dict[str, int]:
    """The venture's writers; readers are told that they may not."""
    return {role: code if role in WRITERS else 403 if role in READERS else 404 for role in ROLES}


def owner(code: int = 302) -> dict[str, int]:
    """The venture's owners; its other readers are told that they may not."""
    return {role: code if role == "owner" else 403 if role in READERS else 404 for role in ROLES}


def staff(**codes: int) -> dict[str, int]:
    """Signed-in people only: guests are sent to sign in."""
    rest = codes.pop("rest")
    return {
        role: 302 if role in GUESTS else codes.get(role.replace("-", "_"), rest) for role in ROLES
    }


OWNS = read(403) | {"owner": 302}
"""The owner's to decide; the other readers of the venture are told that they may not."""
MEMBERS = write() | {"guest": 403}
"""Those who may answer, by an account of their own: a private link is nobody in particular."""
REPORT_FILES = ("report-pdf", "report-xlsx", "report-csv", "report-json")
"""An id in their address is a name, never a right; a link's reader takes these along."""
API = ("api", "api-cohorts", "api-cohort", "api-summary", "api-ventures", "api-venture")
NOWHERE = ("nothing", "nothing-of-downloaded-codes", "nothing-of-passwords",
           "nothing-of-the-workshops-password")  # fmt: skip

DESK = staff(bank_editor=200, operator=200, rest=404)
"""The editors' desk: for everybody else who is signed in it does not exist."""

MANAGERS = ("accelerator_owner", "manager")
READING = (*MANAGERS, "reviewer", "accelerator_guest")
"""Those of accelerator A: who manages its cohorts, and who may read them."""


def managers(code: int) -> dict[str, int]:
    """Those who manage the cohort; for its reviewers and guests as for anybody it is not there."""
    return staff(rest=404, **dict.fromkeys(MANAGERS, code))


def members(code: int, owner: int | None = None) -> dict[str, int]:
    """Those of the accelerator, with another answer for its owners where one is given."""
    codes = dict.fromkeys(READING, code) | {"accelerator_owner": owner or code}
    return staff(rest=404, **codes)


GET = {
    "landing": ALL,
    "start": ALL,
    "resume": ALL,
    "home": staff(
        rest=200,
        other_reviewer=302,
        other_manager=302,
        bank_editor=302,
        operator=302,
        **dict.fromkeys(READING, 302),
    ),
    "account": staff(rest=200),
    "stay": staff(rest=200),
    "browsers": staff(rest=200),
    "sign-in-again": staff(rest=200),
    "go-on": staff(rest=302),  # nothing is kept
    "staff-factor": staff(rest=302),  # tests/people/test_staff.py has who is asked for one
    "delete-account": staff(rest=200),
    "overview": read(),
    "venture": read(),
    "members": read(),
    "join": ALL,
    "answer-history": read(),
    "category": read(),
    "follow-ups": read(302) | dict.fromkeys(set(ROLES) - READERS, 302),
    "apart": read(),
    "lay-open": read(302),  # nothing is answered apart here: back to where it begins
    "stop-apart": read(302),
    "close-apart": owner(),
    "apart-differences": read(302),
    "apart-settle": read(302),
    "changes": read(),
    "check-answers": read(),
    "receipt": read(),
    "method": ALL,
    "privacy": ALL,
    "accessibility": ALL,
    "sample-report": ALL,
    "live": read(302),
    "partial-result": read(),
    "send": read(),
    "history": read(),
    "compare": read(),
    "download-json": write(200),
    "download-html": write(200),
    "report": read(),
    "report-pdf": read() | {"link-reader": 200},
    "report-xlsx": read() | {"link-reader": 200},
    "report-csv": read() | {"link-reader": 200},
    "report-json": read() | {"link-reader": 200},
    "what-if": read(),
    "what-if-answers": read(),
    "scenarios": read(),
    "scenario": read(),
    "plan": read(),
    "plan-add": write(200),
    "plan-item": read(),
    "report-links": read(),
    "shared-link": ALL,
    "shared-report": dict.fromkeys(ROLES, 404) | {"link-reader": 200},
    "decide": read(),
    "decide-step": read(),
    "decide-compare": read(),
    "decide-path": write(200),
    "decision": read(),
    "decision-earlier": read(),
    "release": read(),
    "release-record": read(),
    "release-draft": read(),
    "release-earlier": read(),
    "cohorts": staff(rest=200),
    "cohort": members(200),
    "interview": members(200),
    "side-by-side": members(200),
    "cohort-csv": members(200),
    "cohort-xlsx": members(200),
    "cohort-json": members(200),
    "cohort-packs": members(200),
    "cohort-pack": staff(rest=404),  # none is made
    "my-reviews": staff(rest=200),
    "review": staff(reviewer=200, rest=404),
    "review-queue": managers(200) | {"reviewer": 200},
    "review-rubric": managers(200),
    "review-assign": managers(200),
    "review-results": managers(200),
    "review-results-csv": managers(200),
    "review-venture": managers(200),  # a reviewer once their own review is in
    "accelerator": members(200),
    "delete-accelerator": members(403, owner=200),
    "factor-needed": members(302),  # none is demanded here
    "join-accelerator": ALL,
    "refuse-hand-over": ALL,
    "new-cohort": managers(200),
    "cohort-settings": managers(200),
    "cohort-invite": managers(200),
    "cohort-invitations": managers(200),
    "reminders": managers(200),
    "invited": ALL,
    "invited-venture": ALL,
    "no-reminders": ALL,
    "sharing": read(),
    "sharing-preview": read(),
    "cohort-report": members(200),
    "benchmark": read(),
    **dict.fromkeys(API, dict.fromkeys(ROLES, 401)),  # a token opens them, a browser never
    "api-openapi": ALL,
    "api-tokens": managers(200),
    "desk-findings": DESK,
    "desk-texts": DESK,
    "desk-preview-start": DESK | {"bank-editor": 302, "operator": 302},
    "desk-preview": DESK,
    "desk-condition": DESK,
    "desk-inbox": DESK,
    "healthz": ALL,
    "nothing": dict.fromkeys(ROLES, 404),
    "nothing-of-downloaded-codes": dict.fromkeys(ROLES, 404),
    "nothing-of-passwords": dict.fromkeys(ROLES, 404),
    "nothing-of-the-workshops-password": dict.fromkeys(ROLES, 404),
    "outbox": ALL,  # on one's own machine, and never in production
    "outbox-mail": ALL,
    "readyz": ALL,
    "metrics": dict.fromkeys(ROLES, 404),  # a token opens them
}
POST = {
    "start": ALL,
    "resume": dict.fromkeys(ROLES, 302),
    "forget": dict.fromkeys(ROLES, 302),
    "attach": dict.fromkeys(ROLES, 302),
    "new-link": write(),
    "venture": write(),
    "members": owner(),
    "member": owner() | {"viewer": 302},  # everybody may leave
    "invitation": owner(),
    "look-after": write(),
    "join": {role: 302 if role not in GUESTS else 200 for role in ROLES},
    "erase": write(404) | {"owner": 302},
    "category": write(),
    "save-answer": write(200) | {"nobody": 401} | dict.fromkeys(LINK_READERS, 401),
    "flag": write(),
    "apart": MEMBERS,
    "lay-open": MEMBERS,
    "stop-apart": MEMBERS | {"viewer": 302},  # everybody may give up a sheet of their own
    "close-apart": owner(),
    "apart-differences": MEMBERS,
    "apart-settle": MEMBERS,
    "send": write(),
    "what-if": read(),  # nothing is stored
    "what-if-answers": read(),
    "keep-scenario": write(),
    "scenario": write(),
    "plan-add": write(),
    "plan-item": write(),
    "decide-step": write(),
    "decide-path": write(),
    "release": write(),
    "release-read": write(422),  # no file
    "reopen": write(),
    "move-on": write(),
    "go-back": write(),
    "report-links": write(),
    "end-report-link": write(),
    "shared-link": dict.fromkeys(ROLES, 302),
    "shared-report": dict.fromkeys(ROLES, 404) | {"link-reader": 302},
    "review": staff(reviewer=302, rest=404),
    "review-rubric": managers(302),
    "review-settings": managers(302),
    "review-assign": managers(422),  # no reviewer ticked
    "review-results": managers(422),  # nothing marked
    "review-venture": managers(302),
    "sharing": OWNS,
    "sharing-preview": OWNS | {"owner": 200},
    "leave-cohort": OWNS,
    "accelerator": members(403, owner=302),
    "delete-accelerator": members(403, owner=200),  # nothing typed
    "accelerator-member": members(403, owner=302) | {"accelerator-guest": 302},  # leaves
    "accelerator-invitation": members(403, owner=302),
    "second-factor": members(403, owner=302),
    "refuse-hand-over": dict.fromkeys(ROLES, 302),
    "join-accelerator": {role: 302 if role not in GUESTS else 200 for role in ROLES},
    "new-cohort": managers(200),  # nothing said
    "cohort-settings": managers(200),
    "close-cohort": managers(302),
    "cohort-invite": managers(200),
    "cohort-invitation": managers(302),
    "join-links": managers(302),
    "join-link": managers(302),
    "reminders": managers(302),
    "reminder": managers(302),
    "invited": dict.fromkeys(ROLES, 302),
    "invited-venture": dict.fromkeys(ROLES, 302),
    "no-reminders": ALL,
    "benchmark": OWNS,
    "cohort-packs": members(302),
    "stay": staff(rest=200),
    "account": staff(rest=200),  # no name: said at its field
    "browsers": staff(rest=302),
    "sign-in-again": staff(rest=302),
    "delete-account": staff(rest=200),  # nothing typed
    "api-tokens": managers(200),  # nothing said
    "end-api-token": managers(404),  # no such token
    "set_language": dict.fromkeys(ROLES, 302),
    "desk-texts": DESK | {"bank-editor": 302, "operator": 302},
    "desk-preview": DESK,
    "desk-told": DESK,
    "desk-condition": DESK,
    "desk-move": DESK | {"bank-editor": 302, "operator": 302},
    "desk-inbox": staff(rest=404),  # no such text
}
EDITORS = dict.fromkeys(ROLES, 302) | {"bank-editor": 200, "operator": 200}  # others: sign in
WORKSHOP = {
    "edition_import": EDITORS,
    "edition_export": EDITORS,
    "edition_compare": EDITORS,
    "edition_comparison": EDITORS,
    "edition_personas": EDITORS,
    "edition_effect": EDITORS,
    "edition_publish": EDITORS,
    "edition_log": EDITORS,
    "edition_logs": EDITORS,
}
OF_DRAFTS = {"edition_effect", "edition_publish"}
ELSEWHERE = ("account_", "mfa_", "socialaccount_")


def names() -> set[str]:
    """Every named address of the site, the admin's apart."""
    found: set[str] = set()

    def walk(resolver: URLResolver) -> None:
        for one in resolver.url_patterns:
            if isinstance(one, URLPattern):
                found.add(one.name or str(one.pattern))
            elif one.namespace != "admin":
                walk(one)

    walk(get_resolver())
    return found


OF_ACCELERATORS = {
    "accelerator", "accelerator-member", "accelerator-invitation", "second-factor",
    "delete-accelerator", "refuse-hand-over",
    "factor-needed", "join-accelerator", "new-cohort", "cohort-settings", "close-cohort",
    "cohort-invite", "cohort-invitations", "cohort-invitation", "join-links", "join-link",
    "reminders", "reminder", "invited", "invited-venture", "no-reminders",
}  # fmt: skip


def accelerator_address(world: World, name: str) -> str:
    """The address with what is accelerator A's in it."""
    made, cohort = world.joining, world.enrolment.cohort_id
    tokens = {
        "join-accelerator": made.offered.token, "invited": made.token,
        "refuse-hand-over": made.refusal, "invited-venture": made.token,
        "no-reminders": opt_out_token(cohort, "ada@example.org"),
    }  # fmt: skip
    invited = made.invitation if name == "cohort-invitation" else made.offered.invitation
    values = {
        "accelerator": made.accelerator.pk, "member": made.member.pk, "invitation": invited.pk,
        "cohort": cohort, "link": made.link.pk, "reminder": made.reminder.pk,
        "token": tokens.get(name),
    }  # fmt: skip
    _, parameters = get_resolver().reverse_dict.getlist(name)[0][0][0]
    return reverse(name, kwargs={key: values[key] for key in parameters})


def address(world: World, name: str, method: str = "GET") -> str:
    """The address with venture 1's objects in it; they are looked up once."""
    if (name, method) not in world.addresses:
        world.addresses[name, method] = _address(world, name, method)
    return world.addresses[name, method]


def _address(world: World, name: str, method: str) -> str:
    if name in ("resume", "join", "shared-link"):
        tokens = {"resume": world.token, "shared-link": world.shared.token}
        return reverse(name, args=[tokens.get(name) or world.invitation.token])
    if name in OF_ACCELERATORS:
        return accelerator_address(world, name)
    wants_sent = name == "receipt" or (name == "reopen" and method == "POST")
    assessment = world.sent if wants_sent else world.assessment
    values = {
        "assessment": assessment.pk,
        "category": "funding",
        "question": "funding-route",
        "report": world.report.pk,
        "rest": "1/1",
        "draft_name": "checklist",
        "step": "means",
        "path": "staged-gated",
        "number": 1,
        "cohort": world.enrolment.cohort_id,
        "enrolment": world.enrolment.pk,
        "edition": world.draft.pk,
        "language": "es",
        "mail": world.mail.pk,
        "member": world.viewer.pk,
        "link": world.shared.link.pk,
        "invitation": world.invitation.invitation.pk,
        "model": "question",
        "scenario": world.scenario.pk,
        "item": world.planned.pk,
        "accelerator": world.enrolment.cohort.accelerator_id,
        "token": uuid.uuid4(),
        "pack": uuid.uuid4(),
        "review": world.review.pk,
        "row": Question.objects.get(category__edition=world.draft, key="funding-route").pk,
    }
    _, parameters = get_resolver().reverse_dict.getlist(name)[0][0][0]
    return reverse(name, kwargs={key: values[key] for key in parameters})


BODIES = {
    "save-answer": lambda: {"mutation": str(uuid.uuid4()), "base": 1, "value": "undecided"},
    "category": lambda: {"shown": ["funding-secured"], "funding-secured": "share-under-10",
                         "funding-secured.base": "0"},
    "set_language": lambda: {"language": "es"},
    "keep-scenario": lambda: {"shown": ["funding-route"], "funding-route": ["fully-open"],
                              "name": "Open"},
    "scenario": lambda: {"do": "delete"},
    "release": lambda: {"base": "1", "name": "Open one"},
    "plan-add": lambda: {"id": str(uuid.uuid4()), "text": "Ask", "state": "open"},
    "plan-item": lambda: {"base": "1", "text": "Ask twice", "state": "doing"},
    "decide-step": lambda: {"text": "Enough for a year.", "base": "0"},
    "venture": lambda: {"name": "Another name", "stage": ""},
    "erase": lambda: {"typed": "One"},
    "members": lambda: {"email": "", "role": "viewer"},
    "member": lambda: {"do": "go"},
    "leave-cohort": lambda: {"sure": "on"},
    "accelerator": lambda: {"email": "", "role": "guest"},
    "accelerator-member": lambda: {"do": "go"},
    "cohort-invitation": lambda: {"do": "withdraw"},
    "join-links": lambda: {"most": "3", "lasts": "14"},
    "reminders": lambda: {"now": "", "sure": "1"},
    "invited-venture": lambda: {"venture": "new", "name": "Three", "stage": ""},
    "desk-told": lambda: {"field": "when", "when": "null"},
    "desk-move": lambda: {"way": "down"},
    "review-rubric": lambda: {"base": "1", "key": "team", "name-team": "Team", "top-team": "5",
                              "weight-team": "1"},
    "review-venture": lambda: {"do": "release"},
}  # fmt: skip


def body(world: World, name: str) -> dict[str, object]:
    """What a form of this address sends."""
    if name == "report-links":
        return {"report": str(world.report.pk), "days": "30"}
    if name == "decide-path":
        return {"report": str(world.report.pk), "base": "1", "reason": "It holds.",
                "decided_by": "Ada", "decided_on": "2026-11-20"}  # fmt: skip
    if name == "review":
        return {
            "do": "save",
            "base": "0",
            "rubric": str(Rubric.objects.get(cohort=world.review.enrolment.cohort_id).pk),
        }
    return BODIES.get(name, dict)()


def read_whole(answer: Any) -> str:
    """The body to its end, of files too."""
    if not hasattr(answer, "read_whole"):
        answer.read_whole = (answer.getvalue() if answer.streaming else answer.content).decode(
            errors="replace"
        )
    return str(answer.read_whole)


def ask(world: World, role: str, method: str, name: str, **headers: str) -> int:
    """The status this role gets; what was changed is rolled back, in the browser too."""
    client, where = world.clients[role], address(world, name, method)
    held = client.cookies.output(header="")
    with transaction.atomic():
        if method == "GET":
            answer = client.get(where, headers=headers)
        else:
            answer = client.post(where, body(world, name), headers=headers)
        read_whole(answer)  # as a browser does: a file left lying bars the next
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(held)
    if role in STRANGERS or answer.status_code == 404:
        assert CANARY not in read_whole(answer), (role, name)
    return answer.status_code


def test_every_address_has_a_row() -> None:
    own = {name for name in names() if not name.startswith(ELSEWHERE)}
    assert own == set(GET) | set(POST)


PARTS = {"live": read(), "follow-ups": read()}
"""Pages of their own lead back to where they belong; as parts they are shown to the same people."""


@pytest.mark.production
def test_every_role_gets_from_every_address_what_the_matrix_says(
    world: World, unwatched: None, asked: list[HttpRequest]
) -> None:
    """And where a view looks whether htmx asks, as a part of a page what the matrix says of it."""
    wanted = {("GET", name): row for name, row in GET.items()}
    wanted |= {("POST", name): row for name, row in POST.items()}
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    for (method, name), role in itertools.product(wanted, ROLES):
        asked.clear()
        got = ask(world, role, method, name)
        if got != wanted[method, name][role]:
            found[method, name, role] = (wanted[method, name][role], got)
        if asked and method == "GET":
            part = ask(world, role, method, name, **{"HX-Request": "true"})
            shown = PARTS.get(name, GET[name])[role]
            if part != shown:
                found[method, name, role, "part"] = (shown, part)
    assert found == {}


def workshop_address(world: World, name: str) -> str:
    """An address of the workshop with the world's edition in it."""
    edition = world.assessment.edition_id
    drafts = Edition.objects.filter(status="draft")
    pk = drafts.get().pk if name in OF_DRAFTS else edition
    values = {"pk": pk, "before": edition, "after": edition}
    name = f"questionnaire_{name}"
    [place] = [one for one in admin.site.urls[0] if str(one.pattern) == "questionnaire/edition/"]
    [found] = [one for one in place.url_patterns if one.name == name]
    chosen = {key: values[key] for key in found.pattern.converters}
    return reverse(f"admin:{name}", kwargs=chosen)


def test_the_workshops_own_pages_are_for_editors(world: World, unwatched: None) -> None:
    def codes(name: str) -> dict[str, int]:
        address = workshop_address(world, name)
        return {role: world.clients[role].get(address).status_code for role in ROLES}

    Edition.objects.filter(status="draft").delete()  # with one more, comparing leads further
    got = {name: codes(name) for name in WORKSHOP if name not in OF_DRAFTS}
    open_draft(from_edition=world.assessment.edition, key="draft", at=timezone.now())
    got |= {name: codes(name) for name in OF_DRAFTS}
    assert got == WORKSHOP


def test_every_page_that_the_workshop_adds_to_the_admin_has_a_row() -> None:
    stock = {f"questionnaire_edition_{one}" for one in ("changelist", "add", "history", "delete",
                                                        "change")}  # fmt: skip
    [place] = [one for one in admin.site.urls[0] if str(one.pattern) == "questionnaire/edition/"]
    own = {one.name for one in place.url_patterns if one.name} - stock
    assert own == {f"questionnaire_{name}" for name in WORKSHOP}


def test_a_fragment_is_shown_to_the_same_people_as_its_page(world: World) -> None:
    for name in ("live", "follow-ups"):
        got = {role: ask(world, role, "GET", name, **{"HX-Request": "true"}) for role in ROLES}
        assert got == read(), name


def test_an_address_takes_no_method_that_it_has_no_row_for(world: World) -> None:
    found = []
    for name in sorted(set(GET) | set(POST)):
        for method, rows in (("GET", GET), ("POST", POST)):
            if name not in rows and name not in ("healthz", "readyz", *NOWHERE):
                code = ask(world, "owner", method, name)
                found.append((name, method, code))
    assert [one for one in found if one[2] not in (302, 405)] == []


def test_get_changes_no_row(world: World, bare: None) -> None:
    for name in GET:
        address(world, name)  # makes what it names
    world.clients["nobody"].get(address(world, "invited"))  # that it was opened is noted, once
    apart = state.READING | {"questionnaire_linkopening"}
    before, opened = stored(without=apart), LinkOpening.objects.count()
    for name, role in itertools.product(
        GET, ("nobody", "owner", "guest", "reviewer", "link-reader")
    ):
        world.clients[role].get(address(world, name))
        if role in ("nobody", "owner"):  # the same views
            world.clients[role].head(address(world, name))
    assert stored(without=apart) == before
    # What a link's reader takes along is recorded, as what an accelerator reads is.
    taken = LinkOpening.objects.order_by("pk").values_list("file", flat=True)[opened:]
    assert sorted(taken) == ["csv", "json", "pdf", "xlsx"]


def test_what_is_hidden_answers_like_what_does_not_exist(world: World) -> None:
    hidden = world.clients["other-founder"].get(f"/a/{world.assessment.pk}/")
    absent = world.clients["other-founder"].get(f"/a/{uuid.uuid4()}/")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


def test_a_cohorts_parent_and_child_are_joined(world: World) -> None:
    other = world.clients["other-reviewer"]
    theirs = other.get("/cohorts/").context["cohorts"][0]["id"]
    assert other.get(f"/cohorts/{theirs}/{world.enrolment.pk}/").status_code == 404


def test_a_ventures_report_leaves_a_cohort_when_it_is_taken_back(world: World) -> None:
    where = reverse("cohort-report", args=[world.enrolment.cohort_id, world.enrolment.pk])
    assert world.clients["reviewer"].get(where).status_code == 200
    world.enrolment.revoked_at = timezone.now()
    world.enrolment.save()
    assert world.clients["reviewer"].get(where).status_code == 404


def test_a_reviewer_reads_no_note_and_no_category_that_is_not_shared(world: World) -> None:
    for name in ("cohort", "cohort-report"):
        page = world.clients["reviewer"].get(address(world, name)).content.decode()
        assert CANARY not in page


def test_a_link_reader_gets_nothing_but_the_one_report_and_only_while_the_link_holds(
    world: World,
) -> None:
    where = reverse("shared-report", args=[world.shared.link.pk])
    page = world.clients["link-reader"].get(where).content.decode()
    assert CANARY not in page  # no note, no decision
    assert str(world.assessment.pk) not in page
    assert str(world.sent.pk) not in page
    files = [reverse(name, args=[world.report.pk]) for name in REPORT_FILES]
    held = [world.clients["link-reader"].get(file) for file in files]
    assert [(one.status_code, CANARY.encode() in one.content) for one in held] == [
        (200, False)
    ] * len(files)
    for gone in ("ended-link-reader", "expired-link-reader"):
        hidden = world.clients[gone].get(where)
        absent = world.clients[gone].get(f"/shared/{uuid.uuid4()}/")
        assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_what_a_report_holds_is_readable_by_a_live_link_and_by_the_ventures_own(
    world: World,
) -> None:
    for role, client in world.clients.items():
        request = client.get("/method/").wsgi_request
        found = Report.objects.readable_by(request.actor).filter(pk=world.report.pk)
        told = [(one.with_notes, one.own) for one in found]
        expected = [(True, True)] if role in READERS else []
        if role == "link-reader":
            expected = [(False, False)]
        assert told == expected, role


def test_unsafe_requests_need_the_forms_token(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.clients["guest"].cookies
    codes = {
        name: strict.post(address(world, name, "POST"), body(world, name)).status_code
        for name in POST
    }
    # A mail program has no cookie when it unsubscribes; the address itself is signed (RFC 8058).
    assert codes == dict.fromkeys(POST, 403) | {"no-reminders": 200}
    assert AnswerRevision.objects.count() == 0


def test_an_editor_of_the_bank_sees_no_answer_in_the_workshop(world: World) -> None:
    index = world.clients["bank-editor"].get("/workshop/").content.decode()
    assert "/workshop/questionnaire/answer/" not in index
    assert "/workshop/questionnaire/edition/" in index
    for model in ("answer", "submission", "report", "assessment"):
        code = world.clients["bank-editor"].get(f"/workshop/questionnaire/{model}/").status_code
        assert code in (403, 404), model
