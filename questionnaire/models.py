"""Every table, in flow order."""

from questionnaire.people.models import (  # isort: skip
    Accelerator,
    AcceleratorMember,
    Grant,
    User,
    Venture,
    VentureMember,
)
from questionnaire.bank.models import Edition  # isort: skip
from questionnaire.assessment.models import (  # isort: skip
    Answer,
    AnswerRevision,
    Assessment,
    Submission,
)
from questionnaire.report.models import Report  # isort: skip
from questionnaire.cohort.models import Cohort, Enrolment  # isort: skip

__all__ = [
    "Accelerator",
    "AcceleratorMember",
    "Answer",
    "AnswerRevision",
    "Assessment",
    "Cohort",
    "Edition",
    "Enrolment",
    "Grant",
    "Report",
    "Submission",
    "User",
    "Venture",
    "VentureMember",
]
