"""Editions of the bank: rows that editors change while it is a draft, one frozen document after.

The columns carry the names of content.py's fields, so that rows.py copies them by name. Texts are
``{language: text}``; ``place`` is the order within the parent. Triggers (migrations/_guards.py)
keep every row of a published or retired edition as it is, whoever asks.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import (
    Direction,
    EditionStatus,
    InboxStatus,
    Kind,
    RequirementKind,
    ReversalPart,
    Severity,
    Side,
)


def _choices(words: type) -> list[tuple[str, str]]:
    return [(str(word), str(word)) for word in words]  # type: ignore[attr-defined]


def _within(name: str, low: float, high: float) -> models.Q:
    return models.Q(**{f"{name}__gte": low, f"{name}__lte": high}) | models.Q(
        **{f"{name}__isnull": True}
    )


class Edition(models.Model):
    """One version of the bank. Once published only its status may change, never back to draft.

    rules, compute: authored_numbers.Rules and Compute as JSON. document: what publishing compiled.
    change_note: what is new in it, a text per language, which founders read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=40, unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=_choices(EditionStatus), default=EditionStatus.DRAFT
    )
    title = models.JSONField(_("title"), default=dict)
    languages = models.JSONField(_("languages"), default=list)
    rules = models.JSONField(_("rules"), default=dict)
    compute = models.JSONField(_("compute"), default=dict)
    document = models.JSONField(null=True, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    change_note = models.JSONField(_("change note"), default=dict, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="draft", document__isnull=True)
                | models.Q(status__in=["published", "retired"], document__isnull=False)
                & ~models.Q(content_hash=""),
                name="edition_published_has_document",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def main_language(self) -> str:
        """The language that it is written in."""
        return self.languages[0] if self.languages else "en"


class Keyed(models.Model):
    """What has a permanent key and a place among its kind."""

    key = models.CharField(_("key"), max_length=60)
    place = models.PositiveIntegerField(_("place"), default=0)

    class Meta:
        abstract = True
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.key


def _once(parent: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=[parent, "key"], name="%(class)s_key_once"),
    ]


class Part(Keyed):
    """What belongs to an edition directly."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)s_rows")

    class Meta(Keyed.Meta):
        abstract = True
        constraints = _once("edition")


class Category(Part):
    """One of the five groups."""

    name = models.JSONField(_("name"))
    summary = models.JSONField(_("summary"))

    class Meta(Part.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class Question(Keyed):
    """One question; content.Question says what the columns mean."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="question_rows")
    kind = models.CharField(_("kind"), max_length=10, choices=_choices(Kind))
    ask = models.JSONField(_("question"))
    why = models.JSONField(_("why it matters"))
    help = models.JSONField(_("help"), null=True, blank=True)
    article = models.JSONField(_("the article's words"), null=True, blank=True)
    facts = models.JSONField(_("facts"), default=list, blank=True)
    core = models.BooleanField(_("core"), default=True)
    lean_core = models.BooleanField(_("counts towards the lean"), default=False)
    weight = models.JSONField(_("weight"), default=dict, blank=True)
    unscored = models.TextField(_("why it gives no points"), null=True, blank=True)  # noqa: DJ001
    show_when = models.JSONField(_("show when"), null=True, blank=True)
    number = models.JSONField(_("number"), null=True, blank=True)

    class Meta(Keyed.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = _once("category")


class Option(Keyed):
    """One answer of a choice; points per posture, empty where it says nothing about it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="option_rows")
    text = models.JSONField(_("text"))
    funding = models.FloatField(_("funding points"), null=True, blank=True)
    community = models.FloatField(_("community points"), null=True, blank=True)
    safety = models.FloatField(_("safety points"), null=True, blank=True)
    points_on = models.JSONField(_("other points under a route"), default=dict, blank=True)
    lean = models.FloatField(_("lean"), default=0)
    pull = models.JSONField(_("pull of single paths"), default=dict, blank=True)
    next = models.JSONField(_("next step"), null=True, blank=True)
    exclusive = models.BooleanField(_("exclusive"), default=False)
    not_known = models.BooleanField(
        _("stands for “we don't know yet”"),
        default=False,
        help_text=_("The general “we don't know yet” is then not offered beside it."),
    )

    class Meta(Keyed.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            *_once("question"),
            models.CheckConstraint(
                condition=_within("funding", 0, 4)
                & _within("community", 0, 4)
                & _within("safety", 0, 4)
                & models.Q(lean__gte=-2, lean__lte=2),
                name="option_points_in_range",
            ),
        ]


class Path(Part):
    """One release path; position is its place on the lean."""

    name = models.JSONField(_("name"))
    summary = models.JSONField(_("summary"))
    position = models.FloatField(_("position on the lean"))
    presupposes = models.JSONField(_("presupposes"), default=dict)
    first_90_days = models.JSONField(_("first 90 days"), default=list)

    class Meta(Part.Meta):
        verbose_name = _("path")
        verbose_name_plural = _("paths")
        constraints = [
            *_once("edition"),
            models.CheckConstraint(
                condition=models.Q(position__gte=-100, position__lte=100),
                name="path_position_in_range",
            ),
        ]


class PathPart(Keyed):
    """What belongs to a path and holds when its condition does."""

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="%(class)s_rows")
    text = models.JSONField(_("text"))
    when = models.JSONField(_("when"))
    weight = models.FloatField(_("weight"), default=1)

    class Meta(Keyed.Meta):
        abstract = True
        constraints = _once("path")


class Requirement(PathPart):
    """A must or a should."""

    kind = models.CharField(_("kind"), max_length=10, choices=_choices(RequirementKind))

    class Meta(PathPart.Meta):
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")


class Argument(PathPart):
    """A reason for or against."""

    side = models.CharField(_("side"), max_length=10, choices=_choices(Side))

    class Meta(PathPart.Meta):
        verbose_name = _("argument")
        verbose_name_plural = _("arguments")


class Tension(Part):
    """Answers that contradict each other."""

    name = models.JSONField(_("name"))
    severity = models.CharField(_("severity"), max_length=10, choices=_choices(Severity))
    when = models.JSONField(_("when"))
    why = models.JSONField(_("why"))
    settle = models.CharField(_("settled by the question"), max_length=60)
    actions = models.JSONField(_("actions"), default=list, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("tension")
        verbose_name_plural = _("tensions")


class Action(Part):
    """Something to do, and how one knows that it is done."""

    text = models.JSONField(_("text"))
    when = models.JSONField(_("when"))
    done_when = models.JSONField(_("done when"))
    lifts = models.JSONField(_("lifts the questions"), default=list)
    facts = models.JSONField(_("facts"), default=list, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")


class Milestone(Part):
    """A rung of the ladder; months and million USD as [low, high]."""

    name = models.JSONField(_("name"))
    evidence = models.JSONField(_("evidence"))
    when = models.JSONField(_("when"))
    months = models.JSONField(_("months"))
    money = models.JSONField(_("million USD"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")


class ReversalLine(Part):
    """A sentence of the reversal stress test."""

    direction = models.CharField(_("direction"), max_length=10, choices=_choices(Direction))
    part = models.CharField(_("part"), max_length=15, choices=_choices(ReversalPart))
    text = models.JSONField(_("text"))
    when = models.JSONField(_("when"))

    class Meta(Part.Meta):
        verbose_name = _("reversal line")
        verbose_name_plural = _("reversal lines")


class Fact(Part):
    """A checked fact; its key is its id (D4.1)."""

    text = models.JSONField(_("text"))
    source = models.TextField(_("source"))
    url = models.TextField(_("address"), null=True, blank=True)  # noqa: DJ001

    class Meta(Part.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")


class Persona(Part):
    """A fictitious venture with the outcome expected of the bank: a test, so never frozen."""

    venture = models.CharField(_("venture"), max_length=200)
    stage = models.CharField(_("stage"), max_length=200)
    story = models.JSONField(_("story"))
    demo = models.BooleanField(_("shown in the demonstration"), default=False)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    answers = models.JSONField(_("answers"), default=dict)
    expect = models.JSONField(_("expected outcome"), default=dict)

    class Meta(Part.Meta):
        verbose_name = _("persona")
        verbose_name_plural = _("personas")


class OtherMark(models.Model):
    """What an editor made of a text that somebody wrote because no option fitted; one row a change.

    digest stands for the text (assessment/others.py), so that it goes when its venture is erased.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="other_marks")
    question = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=_choices(InboxStatus))
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[str(one) for one in InboxStatus]),
                name="other_mark_status_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=str(InboxStatus.DECLINED)) | ~models.Q(note=""),
                name="other_mark_declined_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.status}"
