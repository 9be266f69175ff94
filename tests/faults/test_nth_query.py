"""DB-11: whatever query of an action fails, all of it happened or none, and a retry succeeds."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.bank.actions import open_draft
from questionnaire.bank.seed_writing import zip_seeds
from questionnaire.vocabulary import CONSENT_VERSION
from tests.assessment.guests import make_member
from tests.assessment.revisions import begun, guest_of, publish_later
from tests.bank.banks import small
from tests.cohort.inviting.rooms import room
from tests.cohort.inviting.test_joining import invited
from tests.cohort.test_sharing import Both
from tests.decision.test_views import form_of as decision_form
from tests.decision.test_views import opened
from tests.factories import (
    make_answer,
    make_assessment,
    make_cohort,
    make_edition,
    make_editor,
    make_effect,
    make_enrolment,
    make_shipped_edition,
)
from tests.faults.failing import Press, all_or_nothing
from tests.report.sent import founder_of
from tests.review.rooms import batch_of, form_of, panel
from tests.review.test_deciding import reviewed
from tests.workshop.test_publishing import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_mail(settings: Any) -> None:
    """Mail is queued in the transaction of what causes it, as outside of tests."""
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"


def posting(client: Client, path: str, form: dict[str, Any] | None = None) -> Press:
    client.raise_request_exception = False
    return lambda: client.post(path, form or {})


def saving() -> Press:
    guest = make_member()
    guest.client.raise_request_exception = False
    edit = {"mutation": str(uuid.uuid4()), "value": "closed", "note": "Take 1"}
    return lambda: guest.save("funding-route", **edit)


def sending() -> Press:
    edition = make_edition(small())
    assessment = make_assessment(edition=edition)
    make_answer(assessment=assessment, question="route", value={"value": "open"})
    make_enrolment(cohort=make_cohort(edition=edition), venture=assessment.venture)
    return posting(founder_of(assessment.venture), f"/a/{assessment.pk}/send/")


def sharing() -> Press:
    both = Both(["funding"])
    version = str(CONSENT_VERSION)
    form = {"text_version": version, "scores": ["team"], "answers": ["team"], "path": "on"}
    return posting(both.founder, both.page, form)


def leaving() -> Press:
    both = Both()
    return posting(both.founder, f"{both.page}leave/", {"sure": "on"})


def linking() -> Press:
    client, assessment, report = opened()
    return posting(client, f"/a/{assessment.pk}/links/", {"report": str(report.pk), "days": "30"})


def inviting_a_member() -> Press:
    owner = make_member()
    form = {"email": "bo@example.org", "role": "editor"}
    return posting(owner.client, f"{owner.base}members/", form)


def inviting_into_a_cohort() -> Press:
    here = room()
    addresses = "ada@example.org\nbo@example.org\ncy@example.org"
    where = reverse("cohort-invite", args=[here.cohort.pk])
    form = {"addresses": addresses, "language": "en", "lasts": "30", "do": "invite"}
    return posting(here.client, where, form)


def enrolling() -> Press:
    here = room(edition=make_shipped_edition())
    where = reverse("invited-venture", args=[invited(here)])
    owner = make_member()
    return posting(owner.client, where, {"venture": str(owner.assessment.venture_id)})


def deciding() -> Press:
    client, assessment, report = opened()
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    return posting(client, where, decision_form(report))


def reviewing() -> Press:
    here = panel(ventures=1)
    [review] = here.ask("rosa", 0)
    return posting(
        here.clients["rosa"], f"/reviews/{review.pk}/", form_of(review, here.rubric, do="submit")
    )


def applying_decisions() -> Press:
    here = panel()
    reviewed(here)
    form = batch_of(dict.fromkeys(here.ventures, "admitted"))
    return posting(here.clients["manager"], here.url("results/"), form)


def asking_a_reviewer() -> Press:
    here = panel(ventures=1)
    where = here.url(f"{here.ventures[0].pk}/reviews/")
    form = {"do": "add", "reviewer": here.people["rosa"].pk}
    return posting(here.clients["manager"], where, form)


def moving_on() -> Press:
    assessment = begun()
    edition = publish_later()
    return posting(
        guest_of(assessment).client, f"/a/{assessment.pk}/move-on/", {"edition": str(edition.pk)}
    )


def erasing() -> Press:
    client, assessment, _report = opened()
    return posting(client, f"/a/{assessment.pk}/erase/", {"typed": assessment.venture.name})


def starting() -> Press:
    make_shipped_edition()
    return posting(Client(), "/start/", {"name": "Acme", "stage": ""})


def importing() -> Press:
    make_edition(small())
    client = Client(raise_request_exception=False)
    client.force_login(make_editor())
    packed = zip_seeds(small())

    def press() -> Any:
        file = SimpleUploadedFile("bank.zip", packed)
        where = "/workshop/questionnaire/edition/import/"
        return client.post(where, {"file": file, "key": "small-2"})

    return press


def publishing() -> Press:
    draft = open_draft(from_edition=make_edition(small()), key="small-2", at=timezone.now())
    make_effect(draft)
    client = Client()
    client.force_login(make_editor())
    return posting(client, address(draft), {"note_en": "Mine."})


@pytest.mark.parametrize(
    "begin",
    [
        sending, sharing, leaving, linking, inviting_a_member, inviting_into_a_cohort, enrolling,
        deciding, reviewing, applying_decisions, asking_a_reviewer, moving_on, erasing, starting,
        importing, publishing,
    ],
)  # fmt: skip
def test_db11_whichever_query_fails_all_happened_or_nothing(begin: Any) -> None:
    all_or_nothing(begin())


def test_db11_a_save_whose_query_failed_is_sent_again_and_counts_once() -> None:
    all_or_nothing(saving(), code=200)
