"""A path's musts, counted and named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaire.report.narrative.tongue import Tongue, path_name

Card = Mapping[str, Any]
"""A scorecard as JSON (``Scorecard.as_json``)."""


def path_of(card: Card, key: str | None) -> Mapping[str, Any]:
    """One path's result."""
    found: Mapping[str, Any] = next(path for path in card["paths"] if path["key"] == key)
    return found


def count_musts(path: Mapping[str, Any]) -> dict[str, int]:
    """Musts by verdict."""
    musts = [one["verdict"] for one in path["requirements"] if one["kind"] == "must"]
    return {verdict: musts.count(verdict) for verdict in ("met", "open", "broken")}


def musts_words(tongue: Tongue, path: Mapping[str, Any]) -> str:
    """ "2 met, 1 not settled, 1 broken"."""
    counts = count_musts(path)
    words = (
        tongue.count("%(number)s met", "%(number)s met", counts["met"]),
        tongue.count("%(number)s not settled", "%(number)s not settled", counts["open"]),
        tongue.count("%(number)s broken", "%(number)s broken", counts["broken"]),
    )
    return ", ".join(words)


def broken_musts(tongue: Tongue, path: Mapping[str, Any]) -> list[str]:
    """The musts that knock a path out, in the bank's words."""
    return musts_told(tongue, path, "broken")


def tell_knocked(
    was: tuple[Tongue, Card], now: tuple[Tongue, Card], ahead: str, behind: str
) -> tuple[str, ...]:
    """Which must-have put one path in the place of another, where no fit did: it knocks the path
    behind out now, or knocked the one ahead out before."""
    told = []
    if path_of(now[1], behind)["knocked_out"] and not path_of(was[1], behind)["knocked_out"]:
        told.append(
            now[0].say(
                "%(path)s is knocked out now, whatever its fit: %(musts)s.",
                path=path_name(now[0], behind),
                musts="; ".join(broken_musts(now[0], path_of(now[1], behind))),
            )
        )
    if path_of(was[1], ahead)["knocked_out"] and not path_of(now[1], ahead)["knocked_out"]:
        told.append(
            now[0].say(
                "%(path)s was knocked out before, whatever its fit: %(musts)s.",
                path=path_name(now[0], ahead),
                musts="; ".join(broken_musts(was[0], path_of(was[1], ahead))),
            )
        )
    return tuple(told)


def musts_told(tongue: Tongue, path: Mapping[str, Any], verdict: str) -> list[str]:
    """The musts of one verdict, in the bank's words."""
    return [
        tongue.texts.requirement(path["key"], one["key"])
        for one in path["requirements"]
        if one["kind"] == "must" and one["verdict"] == verdict
    ]
