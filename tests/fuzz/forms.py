"""Every form that the product shows, sent with what nobody types: the walk and the attempts."""

from __future__ import annotations

import itertools
import logging
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from hypothesis import HealthCheck, Phase, given, seed, settings

from questionnaire.bank.models import Question
from tests.access.test_matrix import (
    ELSEWHERE,
    GET,
    POST,
    WORKSHOP,
    address,
    body,
    names,
    workshop_address,
)
from tests.access.world import World
from tests.fuzz.hostile import bodies, encoded, files
from tests.fuzz.pages import Form, Pairs, forms_of

REQUESTS = int(os.environ.get("FMASSESS_FUZZ", "350"))
SEED = int(os.environ.get("FMASSESS_FUZZ_SEED", "1"))
"""`./run fuzz --examples N --seed S` sets them."""
FINE = {200, 204, 302, 303, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429}
WALKERS = (
    "owner", "accelerator-owner", "reviewer", "bank-editor", "operator", "guest", "nobody",
    "link-reader",
)  # fmt: skip
URLENCODED = "application/x-www-form-urlencoded"
LEAVES = {"account_logout", "admin:logout"}
"""Whoever signs out has no session left to go on with."""


@dataclass
class Told:
    """What came of it: how many of each status, and every fault with what led to it."""

    forms: int = 0
    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        codes = ", ".join(f"{code}: {many}" for code, many in sorted(self.statuses.items()))
        return f"{self.forms} forms, {self.sent} requests ({codes}), {len(self.faults)} faults"


@contextmanager
def errors() -> Iterator[list[str]]:
    """What is logged as an error meanwhile."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.name.startswith("django.security"):
                return  # Django's word for a refusal with 400
            told = record.exc_info[1] if record.exc_info else None
            heard.append(f"{record.name}: {record.getMessage()} {told!r}")

    ear = Ear(level=logging.ERROR)
    loggers = [logging.getLogger(), logging.getLogger("fmassess"), logging.getLogger("django")]
    for one in loggers:
        one.addHandler(ear)
    try:
        yield heard
    finally:
        for one in loggers:
            one.removeHandler(ear)


# ---------------------------------------------------------------- where forms stand


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Each page with who is shown it: the product's, the workshop's and those of signing in."""
    for name, codes in GET.items():
        for role in [one for one in WALKERS if codes[one] == 200][:1]:
            yield role, address(world, name)
    assert world.draft  # opened by looking
    for name in WORKSHOP:
        yield "bank-editor", workshop_address(world, name)
    for name in sorted(names()):
        if name.startswith(ELSEWHERE) and name not in LEAVES:
            with suppress(NoReverseMatch):
                yield from itertools.product(("nobody", "owner"), [reverse(name)])
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield "operator", reverse(f"{place}_changelist")
        yield "operator", reverse(f"{place}_add")
        newest = model._default_manager.order_by("-pk").first()
        if newest is not None:
            yield "operator", reverse(f"{place}_change", args=[newest.pk])


def named(where: str) -> str:
    """The name of an address, whatever ids stand in it."""
    try:
        return resolve(where.split("?")[0].split("#")[0]).view_name
    except Resolver404:
        return where


def found(world: World) -> list[Form]:
    """Each form once, with the first role that is shown it; and what is posted without one."""
    kept: dict[tuple[object, ...], Form] = {}
    for role, where in pages(world):
        answer = world.clients[role].get(where)
        kind = answer.headers.get("Content-Type", "")
        if answer.streaming or answer.status_code != 200 or "html" not in kind:
            continue
        for form in forms_of(answer.content.decode(), where):
            form.role = role
            if form.action.startswith("/") and named(form.action) not in LEAVES:
                kept.setdefault((form.method, named(form.action), form.names), form)
    shown = {named(form.action) for form in kept.values() if form.method == "post"}
    for name in sorted(set(POST) - shown):
        pairs = [(key, str(value)) for key, value in body(world, name).items()]
        role = "accelerator-owner" if POST[name].get("accelerator-owner") != 404 else "owner"
        kept["post", name] = Form(address(world, name, "POST"), "post", pairs, role=role)
    return list(kept.values())


def saves(world: World) -> list[Form]:
    """The page's script saving one answer, for one question of each kind."""
    questions = Question.objects.filter(category__edition=world.assessment.edition)
    kinds = {one.kind: one.key for one in questions.order_by("-pk")}
    parts = ("value", "state", "other", "note", "evidence", "claim")
    return [
        Form(
            reverse("save-answer", args=[world.assessment.pk, key]), "post",
            [("mutation", str(uuid.uuid4())), ("base", "0"), *((part, "") for part in parts)],
            [("value", "1"), ("state", "unknown"), ("state", "other"), ("claim", "proven")],
            role="owner",
        )
        for key in kinds.values()
    ]  # fmt: skip


# ---------------------------------------------------------------- trying


def send(client: Client, form: Form, pairs: Pairs, attached: bytes = b"") -> Any:
    """One request as the form makes it; what it changes is taken back."""
    where = form.action.split("#")[0]
    if form.method == "get":
        return client.get(f"{where.split('?')[0]}?{encoded(pairs).decode()}")
    if form.files:
        data: dict[str, Any] = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
        data |= {name: SimpleUploadedFile("a.zip", attached) for name in form.files}
        return client.post(where, data)
    return client.generic("POST", where, encoded(pairs), content_type=URLENCODED)


def attempt(world: World, form: Form, examples: int, number: int, told: Told) -> None:
    """So many hostile bodies to one form; a fault is told once, in its shortest shape."""
    client = world.clients[form.role]
    client.raise_request_exception = False
    held = client.cookies.output(header="")

    @seed(number)
    @settings(
        max_examples=examples, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate], report_multiple_bugs=False,
    )  # fmt: skip
    @given(bodies(form), files())
    def one(pairs: Pairs, attached: bytes) -> None:
        cache.clear()
        with errors() as heard, transaction.atomic():
            answer = send(client, form, pairs, attached)
            if answer.streaming:
                answer.getvalue()
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(held)
        told.sent += 1
        told.statuses[answer.status_code] += 1
        assert answer.status_code in FINE and not heard, (answer.status_code, pairs, heard)

    try:
        one()
    except AssertionError as fault:
        told.faults.append(
            f"{form.method} {named(form.action)} as {form.role}: {fault.args}"[:1500]
        )


def run(world: World, *, requests: int, number: int, only: str = "") -> Told:
    """So many requests over all forms together, by this seed."""
    forms = [form for form in (*found(world), *saves(world)) if only in named(form.action)]
    told = Told(forms=len(forms))
    for form in forms:
        attempt(world, form, max(2, requests // max(1, len(forms))), number, told)
    return told
