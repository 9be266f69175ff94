"""How long each table's rows are kept: the one list, which a test holds against every model.

A period that names a sweep is enforced by it (actions.py), every day, by the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """What kind of data a table holds."""

    ACCOUNT = "account"
    ANSWERS = "answers"
    COHORT = "cohort"
    QUESTIONS = "questions"
    RECORD = "record"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table's class, how long a row of it is kept in words, and the sweep that sees to it."""

    of: Class
    how_long: str
    sweep: str = ""


_ACCOUNT = Kept(Class.ACCOUNT, "as long as the account")
_VENTURE = Kept(
    Class.ANSWERS,
    "as long as the venture; a guest's draft that was never sent: 90 days after its last change, "
    "with a warning after 60 where an address is known",
    "drafts",
)
_COHORT = Kept(Class.COHORT, "as long as the accelerator, or the venture that it is about")
_EDITION = Kept(Class.QUESTIONS, "for good: reports refer to it")
_RECORD = Kept(Class.RECORD, "for good: who changed which question")
_RIGHTS = Kept(Class.TECHNICAL, "as long as the code names it")

KEPT: dict[str, Kept] = {
    "questionnaire.User": Kept(
        Class.ACCOUNT, "until it is deleted; never confirmed: 30 days", "accounts"
    ),
    **dict.fromkeys(
        [
            "questionnaire.User_groups", "questionnaire.User_user_permissions",
            "account.EmailAddress", "mfa.Authenticator",
        ],
        _ACCOUNT,
    ),
    "account.EmailConfirmation": Kept(Class.ACCOUNT, "1 day", "codes"),
    "questionnaire.Session": Kept(
        Class.TECHNICAL,
        "30 days after it was last used; of nobody (sign-in codes stand there): 1 day",
        "sessions",
    ),
    "sessions.Session": Kept(Class.TECHNICAL, "is not used", "sessions"),
    **{
        f"questionnaire.{name}": Kept(
            Class.ACCOUNT, "until it is accepted; 90 days after it ended unused", "invitations"
        )
        for name in ("Invitation", "AcceleratorInvitation")
    },
    **{
        f"questionnaire.{name}": _VENTURE
        for name in (
            "Venture", "VentureMember", "Delegation", "Grant", "ApartRound", "Assessment", "Answer",
            "AnswerRevision", "Submission", "Report", "ReportText", "ReportLink", "LinkOpening",
            "Scenario", "PlanItem", "PlanChange", "Settlement", "Conclusion", "Decision",
            "Tripwire", "Firing", "ReleasePlan",
        )
    },
    **{
        f"questionnaire.{name}": _COHORT
        for name in (
            "Accelerator", "AcceleratorMember", "AccessToken", "Cohort", "Round", "Enrolment",
            "Consent", "Opening", "CohortInvitation", "JoinLink", "Reminder", "Reminded", "OptOut",
            "Standing", "BenchmarkWord", "BenchmarkRelease", "BenchmarkLine", "Rubric", "Alias",
            "Review", "ReviewStep", "DecisionBatch", "Outcome",
        )
    },
    **{
        f"questionnaire.{name}": Kept(Class.COHORT, "7 days after it was asked for", "packs")
        for name in ("Pack", "PackPart")
    },
    **{
        f"questionnaire.{name}": _EDITION
        for name in (
            "Edition", "Category", "Question", "Option", "Path", "Requirement", "Argument",
            "Tension", "Action", "Milestone", "ReversalLine", "Fact", "Persona", "EffectRun",
        )
    },
    **{f"questionnaire.{name}": _RECORD for name in ("OtherMark", "Edit", "PublishWish")},
    "questionnaire.Mail": Kept(
        Class.TECHNICAL, "its words until it is sent; that it was: 30 days", "mails"
    ),
    "questionnaire.Erased": Kept(
        Class.RECORD, "90 days: longer than any backup of what it is about", "erasures"
    ),
    "questionnaire.Beat": Kept(Class.TECHNICAL, "one row for each chore"),
    "admin.LogEntry": Kept(Class.RECORD, "400 days", "log"),
    "django_tasks_database.DBTaskResult": Kept(Class.TECHNICAL, "7 days", "jobs"),
    **dict.fromkeys(
        ["auth.Permission", "auth.Group_permissions", "auth.Group", "contenttypes.ContentType"],
        _RIGHTS,
    ),
}  # fmt: skip
BESIDES = {
    "fmassess_cache": Kept(
        Class.TECHNICAL, "counts by address, for a day at most after they ended", "counts"
    ),
}
"""Tables that are no model's."""
