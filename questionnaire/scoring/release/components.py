"""The 17 components of the Model Openness Framework (D2.1): their kind, and who asks for them.

Each component belongs to a kind (code, data or document) and to the class of the framework that
asks for it first: III (Open Model), II (Open Tooling), I (Open Science). Four are optional. Names
and numbers are those of the Model Openness Tool's own settings, so that its files can be read and
written (lfai/model_openness_tool, components of mof.settings.yml); the descriptions are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from questionnaire.scoring.faults import gettext_noop as _

KINDS = ("code", "data", "document")
CLASSES = (3, 2, 1)
"""From the first that is reached to the last: III, II, I."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a release. ident: the tool's number; belongs: the class that asks for it first."""

    key: str
    ident: int
    name: str
    about: str
    kind: str
    belongs: int
    required: bool = True


COMPONENTS = (
    Component(
        "model-architecture", 9, _("Model architecture"),
        _("Code that says how the model is built, with comments"), "code", 3,
    ),
    Component(
        "data-preprocessing-code", 16, _("Data preprocessing code"),
        _("Code that cleans, filters and prepares the data"), "code", 1,
    ),
    Component(
        "training-code", 7, _("Training code"),
        _("Code with which the model was trained and checked while training"), "code", 2,
    ),
    Component(
        "inference-code", 8, _("Inference code"),
        _("Code that runs the trained model"), "code", 2,
    ),
    Component(
        "evaluation-code", 18, _("Evaluation code"),
        _("Code of the tests that were run on the model"), "code", 2,
    ),
    Component(
        "supporting-libraries", 22, _("Supporting libraries and tools"),
        _("Libraries and tools of your own that the rest needs"), "code", 2, False,
    ),
    Component(
        "final-parameters", 10, _("Model parameters (Final)"),
        _("The weights that people are to use"), "data", 3,
    ),
    Component(
        "intermediate-parameters", 24, _("Model parameters (Intermediate)"),
        _("Weights as they stood on the way"), "data", 1,
    ),
    Component(
        "datasets", 15, _("Datasets"),
        _("What the model was trained, validated and tested on"), "data", 1,
    ),
    Component(
        "evaluation-data", 19, _("Evaluation data"),
        _("What the model was measured on"), "data", 2,
    ),
    Component(
        "model-metadata", 17, _("Model metadata"),
        _("Training settings, states of the optimiser and the like"), "data", 1, False,
    ),
    Component(
        "sample-outputs", 20, _("Sample model outputs"),
        _("Examples of what the model produces"), "document", 3, False,
    ),
    Component(
        "model-card", 13, _("Model card"),
        _("What the model is for, how well it does, where it fails"), "document", 3,
    ),
    Component(
        "data-card", 14, _("Data card"),
        _("Where the data came from and what was done to it"), "document", 3,
    ),
    Component(
        "technical-report", 11, _("Technical report"),
        _("How the model was made, what it can do, how it is used"), "document", 3,
    ),
    Component(
        "research-paper", 21, _("Research paper"),
        _("The same as science: method, results, what failed"), "document", 1,
    ),
    Component(
        "evaluation-results", 12, _("Evaluation results"),
        _("What came out of the tests"), "document", 3,
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in COMPONENTS}
REPORT, PAPER = "technical-report", "research-paper"
"""A paper may stand in for the report (D2.2)."""


def asked_by(level: int, *, required: bool = True) -> tuple[Component, ...]:
    """The components that a class asks for itself, without those of the classes before it.

    level: 3, 2 or 1; ValueError for another. required: those it needs, or the optional ones.
    """
    if level not in CLASSES:
        raise ValueError(f"no class of the framework: {level!r}")
    return tuple(one for one in COMPONENTS if one.belongs == level and one.required is required)
