"""The numbers that scoring and the estimates take from an edition; no Django."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from questionnaire.bank.plain import Factor, Key, Part, Percent, Plain, Price, Prose, Share, Value
from questionnaire.scoring.faults import Said


class Rules(Value):
    """The authored numbers of scoring.

    weak_below, firm_from: band edges. coverage: share of the reachable weight that must be
    answered before a posture is shown. pull, readiness: shares of fit, adding up to 1.
    too_close: margin in fit points under which no winner is named. contested: share of what draws
    a venture anywhere that draws against its lean, from which it is told so. route: the question
    whose option is the declared route. opening: the questions of the first partial result.
    sample: the persona of the sample report. notes: where the numbers come from, for editors.
    """

    weak_below: Percent = 40
    firm_from: Percent = 70
    coverage: Share = 0.4
    pull: Share = 0.6
    readiness: Share = 0.4
    too_close: Percent = 3
    contested: Share = 0.3
    route: Key
    opening: tuple[Key, ...] = ()
    sample: Key | None = None
    notes: tuple[Prose, ...] = ()

    @model_validator(mode="after")
    def _shares(self) -> Rules:
        if self.weak_below > self.firm_from:
            raise ValueError(Said("weak_below must not be above firm_from"))
        if not math.isclose(self.pull + self.readiness, 1, abs_tol=1e-9):
            raise ValueError(Said("pull and readiness must add up to 1"))
        return self


class Hardware(Value):
    """An accelerator: dense BF16 peak in TFLOP/s; USD per hour as low, usual, high."""

    key: Key
    name: Prose
    peak: Annotated[float, Field(ge=1, le=1e9), Plain]
    price: tuple[Price, Price, Price]


class Inputs(Value):
    """Which number (or choice) questions feed the computed values."""

    parameters: Key
    tokens: Key
    burn: Key
    runway: Key
    secured: Key
    outside_share: Key
    promise: Key
    notice: Key | None = None
    plan: Key


class Ladder(Value):
    """Which milestones the estimates count months to."""

    usable_model: Key
    first_revenue: Key


class Switching(Value):
    """What turning back costs, by the share of work from outside in percent.

    low_below, high_above: the marks between low, medium and high. stays_open: options of the
    promise that keep released versions open. gives_notice: options of the notice that give it.
    """

    low_below: Percent
    high_above: Percent
    stays_open: tuple[Key, ...] = ()
    gives_notice: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _rising(self) -> Switching:
        if self.low_below > self.high_above:
            raise ValueError(Said("low_below must not be above high_above"))
        return self


class Compute(Value):
    """Constants of the compute estimate, each low, usual, high; hours = C / (peak x MFU x 3600).

    secured: per option of the question in that role, the share of the money needed that it stands
    for, least and most; an option that names no share is left out.
    """

    mfu: tuple[Part, Part, Part]
    reruns: tuple[Factor, Factor, Factor]
    hardware: tuple[Hardware, ...]
    inputs: Inputs
    ladder: Ladder
    secured: dict[Key, tuple[Share, Share]] = {}
    switching: Switching
    notes: tuple[Prose, ...] = ()
