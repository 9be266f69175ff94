"""Every file that is read in: whatever it holds, it is taken whole or refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.access.test_matrix import address, workshop_address
from tests.access.world import make_world
from tests.bank.test_archive import WHOLE
from tests.fuzz.forms import FINE, REQUESTS, SEED, errors
from tests.fuzz.hostile import texts

pytestmark = [pytest.mark.django_db, pytest.mark.production]
EXAMPLES = max(20, REQUESTS // 8)

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
NAMES = ("framework", "release", "name", "version", "license", "components", "date", "parts", "id")


@st.composite
def damaged(draw: Any, whole: bytes) -> bytes:
    """A file that is fine, with a few bytes changed, taken out or put in."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data) - 1))
        data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
    return bytes(data)


@st.composite
def yaml_texts(draw: Any) -> bytes:
    """YAML of the right names with anything behind them, or text that is hardly YAML."""
    pairs = draw(st.dictionaries(st.sampled_from(NAMES), values, max_size=4))
    return repr(pairs).encode("utf-8", "surrogatepass")


def test_no_file_makes_the_product_fall_over() -> None:
    world = make_world()
    owner, editor = world.clients["owner"], world.clients["bank-editor"]
    for client in (owner, editor):
        client.raise_request_exception = False
    record = owner.get(address(world, "release-record")).content
    assert YAML(typ="safe").load(record)
    places = {
        "record": (owner, address(world, "release-read"), record),
        "file": (editor, workshop_address(world, "edition_import"), WHOLE),
        "table": (world.clients["accelerator-owner"], address(world, "cohort-invite"),
                  b"ada@example.org;Ada\r\nbob@example.org\r\n"),
    }  # fmt: skip

    for field, (client, where, whole) in places.items():
        _try(field, client, where, whole)


def _try(field: str, client: Client, where: str, whole: bytes) -> None:
    """So many files in one field: one that is fine and was damaged, or anything."""

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.one_of(damaged(whole), yaml_texts(), st.binary(max_size=80)), texts)
    def one(data: bytes, name: str) -> None:
        cache.clear()
        named = name.encode("utf-8", "replace").decode().replace("\x00", "")
        with errors() as heard, transaction.atomic():
            file = SimpleUploadedFile(named or "a", data)
            code = client.post(where, {field: file, "key": "", "language": "en"}).status_code
            transaction.set_rollback(True)
        assert code in FINE and not heard, (field, code, data, heard)

    one()
    print(f"{field}: {EXAMPLES} files")
