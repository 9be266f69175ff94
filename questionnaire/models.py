"""Every table, in flow order."""

from questionnaire.people.models import (  # isort: skip
    AccessToken,
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
    Delegation,
    Grant,
    Invitation,
    Session,
    User,
    Venture,
    VentureMember,
)
from questionnaire.erasure.models import Erased  # isort: skip
from questionnaire.post.models import Mail  # isort: skip
from questionnaire.bank.models import (  # isort: skip
    Action,
    Argument,
    Category,
    Edition,
    Fact,
    Milestone,
    Option,
    OtherMark,
    Path,
    Persona,
    Question,
    Requirement,
    ReversalLine,
    Tension,
)
from questionnaire.bank.records import Edit, EffectRun, PublishWish  # isort: skip
from questionnaire.assessment.models import (  # isort: skip
    Answer,
    AnswerRevision,
    ApartRound,
    Assessment,
    Submission,
)
from questionnaire.report.models import LinkOpening, Report, ReportLink  # isort: skip
from questionnaire.report.what_if.models import Scenario  # isort: skip
from questionnaire.report.plan.models import PlanChange, PlanItem  # isort: skip
from questionnaire.apart.models import Settlement  # isort: skip
from questionnaire.decision.models import (  # isort: skip
    Conclusion,
    Decision,
    Firing,
    Tripwire,
)
from questionnaire.release.models import ReleasePlan  # isort: skip
from questionnaire.cohort.models import Cohort, Consent, Enrolment, Opening, Round  # isort: skip
from questionnaire.cohort.inviting.models import (  # isort: skip
    CohortInvitation,
    JoinLink,
    OptOut,
    Reminded,
    Reminder,
)
from questionnaire.cohort.standing.models import Standing, Tally  # isort: skip
from questionnaire.cohort.pack.models import Pack, PackPart  # isort: skip
from questionnaire.cohort.benchmark.models import (  # isort: skip
    BenchmarkLine,
    BenchmarkRelease,
    BenchmarkWord,
)
from questionnaire.review.models import (  # isort: skip
    Alias,
    DecisionBatch,
    Outcome,
    Review,
    ReviewReading,
    ReviewStep,
    Rubric,
)
from questionnaire.upkeep.models import Beat  # isort: skip

__all__ = [
    "Accelerator",
    "AcceleratorInvitation",
    "AcceleratorMember",
    "AccessToken",
    "Action",
    "Alias",
    "Answer",
    "AnswerRevision",
    "ApartRound",
    "Argument",
    "Assessment",
    "Beat",
    "BenchmarkLine",
    "BenchmarkRelease",
    "BenchmarkWord",
    "Category",
    "Cohort",
    "CohortInvitation",
    "Conclusion",
    "Consent",
    "Decision",
    "DecisionBatch",
    "Delegation",
    "Edit",
    "Edition",
    "EffectRun",
    "Enrolment",
    "Erased",
    "Fact",
    "Firing",
    "Grant",
    "Invitation",
    "JoinLink",
    "LinkOpening",
    "Mail",
    "Milestone",
    "Opening",
    "OptOut",
    "Option",
    "OtherMark",
    "Outcome",
    "Pack",
    "PackPart",
    "Path",
    "Persona",
    "PlanChange",
    "PlanItem",
    "PublishWish",
    "Question",
    "ReleasePlan",
    "Reminded",
    "Reminder",
    "Report",
    "ReportLink",
    "Requirement",
    "ReversalLine",
    "Review",
    "ReviewReading",
    "ReviewStep",
    "Round",
    "Rubric",
    "Scenario",
    "Session",
    "Settlement",
    "Standing",
    "Submission",
    "Tally",
    "Tension",
    "Tripwire",
    "User",
    "Venture",
    "VentureMember",
]
