"""Plain functions that make one row each, with what it stands on; every value may be given."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from importlib import import_module
from typing import Any

from questionnaire.assessment.actions import answer_id
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment, Submission
from questionnaire.bank.actions import load_edition
from questionnaire.bank.content import Content
from questionnaire.bank.models import Edition
from questionnaire.bank.records import EffectRun
from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.cohort.standing.actions import stand_cohort, stand_enrolment
from questionnaire.people.actions import IssuedGrant, issue_grant
from questionnaire.people.models import (
    Accelerator,
    AcceleratorMember,
    User,
    Venture,
    VentureMember,
)
from questionnaire.report.models import Report
from questionnaire.vocabulary import (
    CONSENT_VERSION,
    AcceleratorRole,
    EditionStatus,
    GrantPurpose,
    RoundKind,
    VentureRole,
)
from questionnaire.workshop.actions import ask_for_effect, take_step
from tests.bank.banks import shipped, small
from tests.harness import editions

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
_number = itertools.count(1)


# ---------------------------------------------------------------- people


def make_user(**fields: Any) -> User:
    fields.setdefault("email", f"person{next(_number)}@example.org")
    return User.objects.create_user(**fields)


def make_editor(**fields: Any) -> User:
    """A member of the group that edits the bank, who may enter the workshop."""
    user = make_user(is_staff=True, **fields)
    user.groups.add(editors())
    return user


def editors() -> Any:
    """The group that a migration makes; made again where a test of a live server emptied all."""
    from django.apps import apps
    from django.contrib.auth.models import Group

    if not Group.objects.filter(name="Editors").exists():
        import_module("questionnaire.migrations.0003_editors").make(apps, None)
    return Group.objects.get(name="Editors")


def make_venture(**fields: Any) -> Venture:
    return Venture.objects.create(
        **{"name": f"Venture {next(_number)}", "created_at": NOW, **fields}
    )


def make_venture_member(**fields: Any) -> VentureMember:
    """A member; the venture is claimed from then on, as in real life."""
    venture = fields.pop("venture", None) or make_venture()
    venture.claimed_at = venture.claimed_at or NOW
    venture.save(update_fields=["claimed_at"])
    return VentureMember.objects.create(
        venture=venture,
        user=fields.pop("user", None) or make_user(),
        **{"role": VentureRole.OWNER, "joined_at": NOW, **fields},
    )


def make_grant(**fields: Any) -> IssuedGrant:
    """A link with its token."""
    return issue_grant(
        venture=fields.get("venture") or make_venture(),
        purpose=fields.get("purpose", GrantPurpose.RESUME),
        at=fields.get("at", NOW),
        lasts=fields.get("lasts", dt.timedelta(days=30)),
    )


def make_accelerator(**fields: Any) -> Accelerator:
    return Accelerator.objects.create(
        **{"name": f"Accelerator {next(_number)}", "created_at": NOW, **fields}
    )


def make_accelerator_member(**fields: Any) -> AcceleratorMember:
    return AcceleratorMember.objects.create(
        accelerator=fields.pop("accelerator", None) or make_accelerator(),
        user=fields.pop("user", None) or make_user(),
        **{"role": AcceleratorRole.MANAGER, **fields},
    )


# ---------------------------------------------------------------- editions


def make_edition(content: Content | None = None, *, at: dt.datetime = NOW) -> Edition:
    """A published edition: a small one unless content is given."""
    content = content or small(key=f"small-{next(_number)}")
    return load_edition(content=content, at=at, prove=False)


def make_draft(content: Content | None = None, *, at: dt.datetime = NOW) -> Edition:
    """A draft: a small one unless content is given."""
    content = content or small(key=f"small-{next(_number)}")
    return load_edition(content=content, at=at, publish=False)


def make_effect(draft: Edition) -> EffectRun:
    """The effect of a draft on what was sent, counted to its end."""
    run = ask_for_effect(edition=draft, by=None, at=NOW)
    while take_step(run=run, at=NOW):
        pass
    return run


def make_shipped_edition(*, at: dt.datetime = NOW) -> Edition:
    """The edition in seeds/, published."""
    content = shipped()
    there = Edition.objects.filter(key=content.key).first()
    if there and (there.status, there.published_at) == (EditionStatus.PUBLISHED, at):
        return there
    if at != NOW or there:
        return load_edition(content=content, at=at, prove=False)
    if not editions.is_kept():
        editions.keep(load_edition(content=content, at=at, prove=False))
        return Edition.objects.get(key=content.key)
    return editions.make_again()


# ---------------------------------------------------------------- assessments and reports


def make_assessment(**fields: Any) -> Assessment:
    return Assessment.objects.create(
        venture=fields.pop("venture", None) or make_venture(),
        edition=fields.pop("edition", None) or make_edition(),
        **{"created_at": NOW, **fields},
    )


def make_answer(**fields: Any) -> Answer:
    answer = unsaved_answer(**fields)
    answer.save(force_insert=True)
    return answer


def unsaved_answer(**fields: Any) -> Answer:
    assessment = fields.pop("assessment", None) or make_assessment()
    question = fields.pop("question", "route")
    return Answer(
        id=answer_id(assessment.pk, question),
        assessment=assessment,
        question=question,
        **{"value": {"value": "closed"}, "version": 1, "updated_at": NOW, **fields},
    )


def make_revision(**fields: Any) -> AnswerRevision:
    answer = fields.pop("answer", None) or make_answer()
    return AnswerRevision.objects.create(
        answer=answer,
        **{
            "value": answer.value, "version": answer.version, "mutation": uuid.uuid4(), "at": NOW,
            **fields,
        },
    )  # fmt: skip


def make_submission(**fields: Any) -> Submission:
    assessment = fields.pop("assessment", None) or make_assessment()
    return Submission.objects.create(
        assessment=assessment,
        edition=assessment.edition,
        **{
            "revision": assessment.revision, "receipt": f"R-{next(_number):06}", "answers": {},
            "answers_hash": "0" * 64, "sent_at": NOW, **fields,
        },
    )  # fmt: skip


def make_report(**fields: Any) -> Report:
    return Report.objects.create(
        submission=fields.pop("submission", None) or make_submission(),
        **{"scoring_version": 1, "scorecard": {}, "created_at": NOW, **fields},
    )


# ---------------------------------------------------------------- cohorts


def make_cohort(**fields: Any) -> Cohort:
    return Cohort.objects.create(
        accelerator=fields.pop("accelerator", None) or make_accelerator(),
        edition=fields.pop("edition", None) or make_edition(),
        **{
            "name": f"Cohort {next(_number)}", "starts_on": NOW.date(), "ends_on": NOW.date(),
            "created_at": NOW, **fields,
        },
    )  # fmt: skip


def make_round(**fields: Any) -> Round:
    """A round that closes on the day of NOW; the cohort's standings know it."""
    made = Round.objects.create(
        cohort=fields.pop("cohort", None) or make_cohort(),
        **{
            "kind": RoundKind.INTAKE, "opens_on": NOW.date(), "closes_on": NOW.date(), **fields,
        },
    )  # fmt: skip
    stand_cohort(cohort=made.cohort_id)
    return made


def make_enrolment(**fields: Any) -> Enrolment:
    """An enrolment that shares scores, answers and the path, without notes and evidence."""
    categories = fields.pop("categories", ["funding"])
    enrolment = Enrolment.objects.create(
        cohort=fields.pop("cohort", None) or make_cohort(),
        venture=fields.pop("venture", None) or make_venture(),
        **{
            "categories": categories,
            "answers": categories,
            "path": True,
            "text_version": CONSENT_VERSION,
            "consented_at": NOW,
            **fields,
        },
    )
    stand_enrolment(enrolment=enrolment.pk)
    return enrolment
