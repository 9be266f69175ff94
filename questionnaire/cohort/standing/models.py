"""What an accelerator may see of an enrolment, worked out when it changes, not when it is read."""

from django.db import models

from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.cohort.standing.querysets import StandingQuerySet
from questionnaire.vocabulary import EnrolmentState

CATEGORIES = 8
"""Columns for the scores of an edition's categories, in the edition's order."""
ORDERS = (
    "margin", "lean", "funding", "community", "safety", "runway",
    *(f"c{place}" for place in range(CATEGORIES)),
)  # fmt: skip
"""The columns of numbers, by each of which a table may be sorted."""
FEW = ("state", "path_place", "stage_place")
"""Those of a few values, by each of which it may be sorted too: many are alike."""


class Standing(models.Model):
    """One enrolment as its accelerator may see it: now (no round), or as of a round's last day.

    Made by ``aggregate.row_of`` and by nothing else, in the transaction that changes what it says
    (``actions.py``); who left has none, and who took its consent back has an empty one. A number is
    null where it is not shown, and ``whys`` says why, a letter for each (``columns.py``). tensions,
    actions, known, reached, financed, unfinanced: one bit for each of the cohort's edition, in its
    order; tensions_of, actions_of: a bit for each of which it is shown whether it is there.
    path_place, stage_place: where path and stage stand in their order. alike: made under the
    cohort's edition.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="standings")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="standings")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, related_name="standings")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=400)
    name_key = models.BinaryField(max_length=400)
    stage = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=[(str(s), str(s)) for s in EnrolmentState])
    path = models.CharField(max_length=60, blank=True)
    path_shared = models.BooleanField(default=False)
    close = models.BooleanField(default=False)
    margin = models.SmallIntegerField(null=True)
    lean = models.SmallIntegerField(null=True)
    funding = models.SmallIntegerField(null=True)
    community = models.SmallIntegerField(null=True)
    safety = models.SmallIntegerField(null=True)
    runway = models.SmallIntegerField(null=True)
    c0 = models.SmallIntegerField(null=True)
    c1 = models.SmallIntegerField(null=True)
    c2 = models.SmallIntegerField(null=True)
    c3 = models.SmallIntegerField(null=True)
    c4 = models.SmallIntegerField(null=True)
    c5 = models.SmallIntegerField(null=True)
    c6 = models.SmallIntegerField(null=True)
    c7 = models.SmallIntegerField(null=True)
    whys = models.CharField(max_length=6 + CATEGORIES)
    path_place = models.SmallIntegerField(null=True)
    stage_place = models.SmallIntegerField(null=True)
    tensions = models.BigIntegerField(default=0)
    tensions_of = models.BigIntegerField(default=0, db_default=0)
    actions = models.BigIntegerField(default=0)
    actions_of = models.BigIntegerField(default=0, db_default=0)
    known = models.BigIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    financed = models.BigIntegerField(default=0)
    unfinanced = models.BigIntegerField(default=0)
    alike = models.BooleanField(default=True)
    scoring_version = models.PositiveSmallIntegerField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(round__isnull=True),
                name="standing_now_once",
            ),
            models.UniqueConstraint(fields=["enrolment", "round"], name="standing_of_a_round_once"),
        ]
        indexes = [
            # Of now apart from rounds: PostgreSQL does not see that "round is null" is one value,
            # and would sort a cohort for its first page.
            models.Index(
                fields=["cohort", "name_key", "enrolment"],
                condition=models.Q(round__isnull=True),
                name="standing_names_now",
            ),
            models.Index(fields=["round", "name_key", "enrolment"], name="standing_names"),
            # For the table's other orders: those alike are few, and sorted by name as they come.
            *(
                models.Index(
                    fields=["cohort", column],
                    condition=models.Q(round__isnull=True),
                    name=f"standing_{column}_now",
                )
                for column in ORDERS
            ),
            # Of the others many are alike: by name within each.
            *(
                models.Index(
                    fields=["cohort", column, "name_key", "enrolment"],
                    condition=models.Q(round__isnull=True),
                    name=f"standing_{column}_now",
                )
                for column in FEW
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} ({self.state})"


class Tally(models.Model):
    """How often something is said by the standings of a cohort, in a round or now (``NOW``).

    Written by triggers on the standings and by nothing else (migrations/_tallies.py), in the
    transaction that changes them: the sums are the counts at every moment. Several rows may tell of
    one value; fresh: nobody has added it up with the others yet (``tallied.py``).
    """

    cohort_id = models.UUIDField()
    round_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=60)
    n = models.IntegerField()
    fresh = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["cohort_id", "round_id", "kind", "value"], name="tally_of"),
            models.Index(fields=["cohort_id"], condition=models.Q(fresh=True), name="tally_fresh"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}: {self.n}"
