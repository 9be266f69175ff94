"""A report's and a cohort's address with a session of whoever may read it, for manage.py shell."""

import json

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse

from questionnaire.people.models import AcceleratorMember, User, Venture, VentureMember
from questionnaire.people.sessions import SessionStore
from questionnaire.report.models import Report
from questionnaire.review.models import Review
from questionnaire.vocabulary import AcceleratorRole, VentureRole

TRYING = 8


def session_of(user: User) -> str:
    """The key of a session in which this person is signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def members_of(venture: Venture, number: int) -> list[User]:
    """More people of a venture: what each may try in an hour is counted for each."""
    users = [User.objects.create_user(f"bench-{one}@example.org") for one in range(number)]
    VentureMember.objects.bulk_create(
        VentureMember(venture=venture, user=user, role=VentureRole.EDITOR) for user in users
    )
    return users


def reading(reviewer: User) -> dict[str, str]:
    """A review that this person has not handed in, and where the report lies that it is about."""
    review = Review.objects.filter(reviewer=reviewer, submitted_at=None).select_related("enrolment")
    found = review.earliest("assigned_at", "pk")
    return {
        "review": reverse("review", args=[found.pk]),
        "disclosed": reverse("cohort-report", args=[found.enrolment.cohort_id, found.enrolment_id]),
    }


def tell() -> None:
    """Print the founder who has a report and the reviewer who has the cohort, as JSON."""
    founder = VentureMember.objects.select_related("user", "venture").earliest("pk")
    report = Report.objects.select_related("submission").get(
        submission__assessment__venture=founder.venture_id
    )
    members = AcceleratorMember.objects.select_related("user", "accelerator")
    reviewer = members.filter(role=AcceleratorRole.REVIEWER).earliest("pk")
    cohort = reviewer.accelerator.cohorts.get()
    told = {
        "report": reverse("report", args=[report.pk]),
        "what-if": reverse("what-if", args=[report.pk]),
        "members": " ".join(session_of(user) for user in members_of(founder.venture, TRYING)),
        "pdf": reverse("report-pdf", args=[report.pk]),
        "step": reverse("decide-step", args=[report.submission.assessment_id, "means"]),
        "paths": reverse("decide-compare", args=[report.submission.assessment_id]),
        "founder": session_of(founder.user),
        "cohort": reverse("cohort", args=[cohort.pk]),
        "reviewer": session_of(reviewer.user),
        **reading(reviewer.user),
    }
    print(json.dumps(told))
