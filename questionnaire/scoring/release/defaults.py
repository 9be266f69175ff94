"""What a new plan begins with: the parts that a path opens, with usual licences, from the answers.

The rules, in words: "closed" opens nothing; a hosted service shows a model card; staged access adds
a data card, evaluation results and a technical report; weights with limits add weights and the code
to run them, under a use-restricted licence; open weights the same under an open one; fully open
everything but what is optional, and the data as a card where the rights are not documented. Parts
that the answers promise are added. Nothing of it is stored before the founder saves it.
"""

from __future__ import annotations

from dataclasses import replace

from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.components import COMPONENTS
from questionnaire.scoring.release.consistency import HANDS_OUT, PUBLISHED
from questionnaire.scoring.release.licences import USUAL
from questionnaire.scoring.release.plan import Answered, Part, Plan, When
from questionnaire.scoring.release.told import Told

SERVICE = ("model-card",)
STAGED = (*SERVICE, "data-card", "evaluation-results", "technical-report")
WEIGHTS = (*STAGED, "model-architecture", "final-parameters", "inference-code")
EVERYTHING = tuple(one.key for one in COMPONENTS if one.required)
OPENED = {
    "closed": (), "hosted-api": SERVICE, "staged-gated": STAGED, "weights-with-limits": WEIGHTS,
    "open-weights": WEIGHTS, "fully-open": EVERYTHING,
}  # fmt: skip
LIMITED_LICENCE = "OpenRAIL-M"
RELEASED = Part(When.RELEASED)


def plan_for(path: str, told: Told, name: str = "") -> Plan:
    """A first plan for a path; an unknown or empty path opens nothing."""
    keys = set(OPENED.get(path, ()))
    if told.one(asked.DATA_RIGHTS) != "documented-rights":
        keys.discard("datasets")
    if path in HANDS_OUT:
        for option in told.many(asked.PUBLISHED):
            keys.update(PUBLISHED.get(option, ())[:1])
    plan = Plan(
        name=name,
        producer=name,
        treatment=_treatment(told),
        parts={one.key: RELEASED for one in COMPONENTS if one.key in keys},
        whole=dict(USUAL),
        called_open=Answered.UNSAID,
        parameters=told.number(asked.PARAMETERS) or None,
        tokens=told.number(asked.TOKENS) or None,
        burn=told.number(asked.BURN) or None,
        runway=told.number(asked.RUNWAY) or None,
    )
    if path == "weights-with-limits":
        weights = Part(When.RELEASED, None, LIMITED_LICENCE)
        return plan.with_part("final-parameters", weights)
    return replace(plan)


def _treatment(told: Told) -> str:
    training = told.one(asked.TRAINING)
    return "pre-trained" if training.endswith("from-scratch") else ""
