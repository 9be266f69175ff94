"""What is known of a licence: open or not, what it limits, and a base's id whatever its case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from questionnaire.scoring.release.conflicts import Clash, conflicts
from questionnaire.scoring.release.licences import (
    FSF_ONLY,
    LIMITED,
    OPEN_DATA,
    OSI,
    SOURCE_AVAILABLE,
    Terms,
    base_id,
    licence_of,
)
from questionnaire.scoring.release.openness import profile
from questionnaire.scoring.release.plan import Degree
from questionnaire.scoring.release.told import Told
from tests.scoring.release.plans import EVERYTHING, released


@pytest.mark.parametrize("ident", ["SSPL-1.0", "BUSL-1.1", "Elastic-2.0"])
def test_source_that_can_only_be_read_is_known_limited_and_not_open(ident: str) -> None:
    known = licence_of(ident)
    assert (known.open, known.approved, known.terms) == (False, False, Terms.USE_LIMITS)
    assert known.terms in LIMITED
    found = conflicts(released(*EVERYTHING, whole={"distribution": ident}), Told())
    assert Clash.UNKNOWN_LICENCE not in {one.clash for one in found}


@pytest.mark.parametrize(
    "ident",
    ["CPL-1.0", "CAL-1.0", "CAL-1.0-Combined-Work-Exception", "MS-RL", "APSL-2.0", "Sleepycat",
     "GPL-3.0-only", "CC-BY-SA-4.0"],
)  # fmt: skip
def test_a_licence_that_asks_for_the_same_shares_alike(ident: str) -> None:
    assert licence_of(ident).terms is Terms.SHARE_ALIKE


@pytest.mark.parametrize("ident", ["MIT", "Apache-2.0", "MS-PL", "BSL-1.0", "Zlib", "CC-BY-4.0"])
def test_a_licence_that_asks_for_nothing_alike_is_permissive(ident: str) -> None:
    assert licence_of(ident).terms is Terms.PERMISSIVE


def test_a_base_is_known_whatever_the_case_of_its_licence_and_a_component_is_not() -> None:
    for ident in OSI | FSF_ONLY | OPEN_DATA | SOURCE_AVAILABLE:
        assert base_id(ident.lower()) == base_id(f" {ident.upper()} ") == ident
    assert base_id("Some Terms") == "Some Terms"
    plan = released(*EVERYTHING, name="Ours", origin="Big", base_licence="apache-2.0")
    assert profile(plan).degrees["base-weights"] is Degree.OPEN
    assert licence_of("apache-2.0").terms is Terms.UNKNOWN  # as the tool has it
    found = conflicts(plan, Told())
    assert not {one.clash for one in found} & {Clash.BASE_UNKNOWN, Clash.BASE_SHARES_ALIKE}
    shared = replace(plan, base_licence="gpl-3.0-only", whole={"distribution": "GPL-3.0-only"})
    assert Clash.BASE_SHARES_ALIKE not in {one.clash for one in conflicts(shared, Told())}
    closed = replace(plan, base_licence="gpl-3.0-only")
    assert Clash.BASE_SHARES_ALIKE in {one.clash for one in conflicts(closed, Told())}
