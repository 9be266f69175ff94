"""Licences that do not go together: with the base, with the word "open", with others' work.

The rules, in words, each with its source:
  - Who builds on a model takes its terms along (base.py).
  - A licence with banned uses, or with limits on users or trade, is not open source by the rules
    of the OSI or of the Model Openness Framework, whatever it is called (D2.3, D3.5, D10.7).
    Nor is what the definition asks more for than licences (D3.2): the word waits for a plain "yes".
  - What is released without a licence may be read and not used.
  - Work of others needs terms under which they gave it, and data needs a right to pass it on.
No legal advice: what a licence allows in a case is for counsel to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.base import Clash, Conflict, base_conflicts
from questionnaire.scoring.release.components import BY_KEY
from questionnaire.scoring.release.licences import LIMITED, Terms, licence_of
from questionnaire.scoring.release.mof import Release, Standing, classify
from questionnaire.scoring.release.osaid import Verdict, judge
from questionnaire.scoring.release.plan import Answered, Plan
from questionnaire.scoring.release.told import Told


def conflicts(plan: Plan, told: Told) -> tuple[Conflict, ...]:
    """Every conflict of a plan, the grave ones first, over all that is planned."""
    release = plan.release(with_later=True)
    found = (*base_conflicts(plan, told, release), *_claim(plan, told, release),
             *_licences(release),
             *_others(release, told))  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.grave))


def _claim(plan: Plan, told: Told, release: Release) -> Iterator[Conflict]:
    if plan.called_open is not Answered.YES:
        return
    weights = "final-parameters"
    if not release.counts(weights):
        licence = release.licence(weights) if weights in release.parts else ""
        yield Conflict(Clash.CALLED_OPEN, (weights,), licence)
    elif judge(plan, told).verdict is not Verdict.YES:
        yield Conflict(Clash.CALLED_TOO_SOON)


def _licences(release: Release) -> Iterator[Conflict]:
    bare = tuple(key for key in release.parts if release.standing(key) is Standing.UNLICENSED)
    if bare:
        yield Conflict(Clash.NO_LICENCE, bare)
    by_licence: dict[str, list[str]] = {}
    for key in release.parts:
        if licence_of(release.licence(key)).terms is Terms.UNKNOWN:
            by_licence.setdefault(release.licence(key), []).append(key)
    for licence, keys in by_licence.items():
        yield Conflict(Clash.UNKNOWN_LICENCE, tuple(keys), licence)
    unfit = classify(release).unfit
    if unfit:
        yield Conflict(Clash.OTHER_KIND, tuple(key for key in unfit if key in BY_KEY))


def _others(release: Release, told: Told) -> Iterator[Conflict]:
    """What came from others: data, and work on the code."""
    if "datasets" in release.parts:
        if told.one(asked.DATA_RIGHTS) in ("public-unchecked", "not-known"):
            yield Conflict(Clash.DATA_UNCHECKED, ("datasets",))
        limited = licence_of(release.licence("datasets")).terms in LIMITED
        if limited and release.counts("final-parameters"):
            weights = release.licence("final-parameters")
            yield Conflict(Clash.DATA_LIMITS, ("datasets",), release.licence("datasets"), weights)
    code = tuple(key for key in release.parts if BY_KEY[key].kind == "code")
    takes = told.one(asked.OUTSIDE_WORK) in ("tools-and-languages", "code-under-review")
    if code and takes and told.one(asked.CONTRIBUTION) in ("no-terms", ""):
        yield Conflict(Clash.NO_CONTRIBUTOR_TERMS, code)
    if code and told.one(asked.CONTRIBUTION) == "agreement-relicence":
        yield Conflict(Clash.MAY_RELICENSE, code)
