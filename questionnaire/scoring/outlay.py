"""What a training run costs, which milestones wait for it, and whether the money lasts to one.

The one place for these rules: the estimates and milestones of a report stand on it, and so does the
course of a release plan, so that the same answers say the same on both. In words, with sources:
  - hours     operations / (peak x share used x 3600) (D6.2, D6.3), on the hardware chosen; else on
              that on which an operation usually costs least
  - cost      hours x price an hour x 1.2 to 1.7 for failed and repeated runs (D6.6, D6.7)
  - the run   comes before the first full model and all that follows it; once that model is there,
              it is paid for and comes before none
  - lasts     what is secured against the monthly spending up to a milestone, and the run where that
              comes before it: yes from the most that it can take, no below the least, not known
              between. Without spending or money said the runway is held against the months alone;
              then, and while a run's cost is not known, only a "no" can be said behind the run.
Money in USD, spending in thousand USD a month, months from today.
"""

from __future__ import annotations

from collections.abc import Sequence

from questionnaire.scoring.rubric import Compute, Hardware

SECONDS_PER_HOUR = 3600
TERA = 1e12
THOUSAND = 1000
NO_RUN = (0.0, 0.0)

Span = tuple[float, float]


def hours(flop: float, peak: float, mfu: float) -> float:
    """GPU-hours for ``flop`` operations at ``peak`` TFLOP/s of which the share ``mfu`` is used."""
    return flop / (peak * TERA * mfu * SECONDS_PER_HOUR)


def hardware_of(compute: Compute, chosen: str = "") -> Hardware:
    """The chosen hardware; else that on which an operation usually costs least."""
    found = next((one for one in compute.hardware if one.key == chosen), None)
    return found or min(compute.hardware, key=lambda one: one.price[1] / one.peak)


def hours_span(compute: Compute, one: Hardware, flop: Span) -> Span:
    """Least and most hours of one run that succeeds."""
    return hours(flop[0], one.peak, compute.mfu[2]), hours(flop[1], one.peak, compute.mfu[0])


def cost_span(compute: Compute, one: Hardware, flop: Span) -> Span:
    """Least and most cost of a run, with those that fail and are repeated."""
    least, most = hours_span(compute, one, flop)
    few, _some, many = compute.reruns
    return least * few * one.price[0], most * many * one.price[2]


def waits(keys: Sequence[str], latest: Sequence[float], usable: str) -> tuple[bool, ...]:
    """Of each rung in the ladder's order, whether a run that is still ahead comes before it.

    latest: months; usable: the rung of the first full model."""
    place = keys.index(usable) if usable in keys else len(keys)
    done = any(month <= 0 for month in latest[place : place + 1])
    return tuple(place <= at and not done for at in range(len(keys)))


def money_to(months: Span, burn: float, run: Span) -> Span:
    """Least and most money up to a milestone."""
    return burn * THOUSAND * months[0] + run[0], burn * THOUSAND * months[1] + run[1]


def secured_by(burn: float | None, runway: float | None) -> float | None:
    """What a runway comes to at a monthly spending; None where either is not said."""
    return burn * THOUSAND * runway if burn and runway is not None else None


def lasts(
    months: Span,
    run: Span | None,
    burn: float | None,
    secured: float | None,
    runway: float | None,
) -> bool | None:
    """Whether the money lasts to a milestone; None where that cannot be said.

    run: the cost of the run before it, NO_RUN where none is, None while it is not known.
    """
    if not burn or secured is None:
        return _within(runway, months, run)
    if run is None:
        return _within(secured, money_to(months, burn, NO_RUN), None)
    return _within(secured, money_to(months, burn, run), NO_RUN)


def _within(has: float | None, takes: Span, run: Span | None) -> bool | None:
    """What there is against what it takes; a run that it leaves out can only make it a "no"."""
    if has is None:
        return None
    if has < takes[0]:
        return False
    return True if run == NO_RUN and has >= takes[1] else None
