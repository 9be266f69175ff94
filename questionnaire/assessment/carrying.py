"""Which stored answers still fit an edition's questions, and why the others do not; no Django.

An answer is carried as it was written or not at all: nothing is converted, rounded or guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from questionnaire.bank.wording import LocalEdition, LocalNumber, LocalQuestion
from questionnaire.vocabulary import Kind

Stored = Mapping[str, Any] | None


class Fit(StrEnum):
    """Whether a stored answer fits a question, else the first reason why it does not."""

    FITS = "fits"
    GONE = "gone"  # the question is no longer there
    KIND = "kind"  # it is answered in another way
    OPTION = "option"  # an option that was chosen is no longer there
    ALONE = "alone"  # an option that was chosen can no longer stand beside others
    UNIT = "unit"  # the number counts something else
    RANGE = "range"  # the number lies outside, or is finer than the question takes


@dataclass(frozen=True, slots=True)
class Carrying:
    """Every stored answer's fit; those that fit are carried, the others are listed."""

    fits: Mapping[str, Fit]

    @property
    def carried(self) -> tuple[str, ...]:
        return tuple(key for key, fit in self.fits.items() if fit is Fit.FITS)

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(key for key, fit in self.fits.items() if fit is not Fit.FITS)


def carry(before: LocalEdition, now: LocalEdition, stored: Mapping[str, Stored]) -> Carrying:
    """How stored answers to one edition fit another. Both editions in the same language."""
    return Carrying({key: fit(before, now, key, value) for key, value in stored.items()})


def fit(before: LocalEdition, now: LocalEdition, key: str, value: Stored) -> Fit:
    """How one stored answer fits. What is said about any question fits as long as it is there:
    "don't know yet", and nothing (an answer that was taken back)."""
    asked, was = now.questions.get(key), before.questions.get(key)
    if asked is None:
        return Fit.GONE
    if not value or value.get("unknown"):
        return Fit.FITS
    if was is None or was.kind is not asked.kind:
        return Fit.KIND
    if asked.kind is Kind.NUMBER:
        return _fit_number(was.number, asked.number, value)
    return _fit_options(asked, value)


def _fit_number(
    was: LocalNumber | None, asked: LocalNumber | None, value: Mapping[str, Any]
) -> Fit:
    if was is None or asked is None or was.unit != asked.unit:
        return Fit.UNIT
    number = value.get("value")
    if number is None:  # typed, and not readable as a number: it waits to be mended there too
        return Fit.FITS
    fine = round(number, asked.decimals) != number
    return Fit.RANGE if fine or not asked.minimum <= number <= asked.maximum else Fit.FITS


def _fit_options(asked: LocalQuestion, value: Mapping[str, Any]) -> Fit:
    """Texts and "none of these fits" always fit: they are the founder's own words."""
    given = value.get("value")
    if not asked.options or given is None:
        return Fit.FITS
    chosen = given if isinstance(given, list | tuple) else [given]
    if not set(chosen) <= set(asked.by_key):
        return Fit.OPTION
    alone = any(asked.by_key[key].exclusive for key in chosen)
    return Fit.ALONE if alone and len(chosen) > 1 else Fit.FITS
