"""Forty texts that run where somebody forgot to escape, and a world where everybody typed them."""

from __future__ import annotations

import pytest

from questionnaire.assessment.models import Answer
from questionnaire.bank.content import Content
from questionnaire.bank.models import Edition
from questionnaire.bank.texts import places
from questionnaire.cohort.models import Cohort
from questionnaire.people.models import Accelerator, User, Venture
from tests.access import world as access_world
from tests.access.test_matrix import GET, POST, address
from tests.access.world import World, make_world
from tests.bank.banks import shipped
from tests.factories import NOW, load_edition

RUN = "alert(1)"
PAYLOADS = (
    f"<script data-cnry>{RUN}</script>",
    f"<img data-cnry src=x onerror={RUN}>",
    f"<svg data-cnry onload={RUN}>",
    f"<body data-cnry onload={RUN}>",
    f'"><b data-cnry onclick={RUN}>',
    f"'><i data-cnry autofocus onfocus={RUN} tabindex=1>",
    f"</title><script data-cnry>{RUN}</script>",
    f"</textarea><script data-cnry>{RUN}</script>",
    f"</style><script data-cnry>{RUN}</script>",
    f"--><script data-cnry>{RUN}</script>",
    f"<details data-cnry open ontoggle={RUN}>",
    f"<video data-cnry><source onerror={RUN}></video>",
    f"<iframe data-cnry srcdoc='<script>{RUN}</script>'>",
    f"<a data-cnry href=javascript:{RUN}>x</a>",
    f"<form data-cnry action=javascript:{RUN}><input type=submit>",
    f"<math><mtext data-cnry><script>{RUN}</script>",
    f"<template data-cnry><script>{RUN}</script></template>",
    "<base data-cnry href=//evil.example>",
    "<link data-cnry rel=stylesheet href=//evil.example/x.css>",
    "<meta data-cnry http-equiv=refresh content='0;url=//evil.example'>",
    f"<object data-cnry data=javascript:{RUN}>",
    f"<embed data-cnry src=javascript:{RUN}>",
    f"<marquee data-cnry onstart={RUN}>",
    f"<input data-cnry autofocus onfocus={RUN}>",
    f"<p data-cnry style=animation-name:x onanimationstart={RUN}>",
    "<div data-cnry hx-get=/forget/ hx-trigger=load>x</div>",
    "<div data-cnry hx-on:load=alert(1)>x</div>",
    "<button data-cnry formaction=//evil.example>x</button>",
    "<style data-cnry>*{background:url(//evil.example)}</style>",
    f"<scr<script>ipt data-cnry>{RUN}</scr</script>ipt>",
    f'" onmouseover={RUN} data-cnry="',
    f"' onfocus={RUN} data-cnry='",
    f"` onerror={RUN} data-cnry=`",
    f"javascript:{RUN}",
    f"&lt;script data-cnry&gt;{RUN}&lt;/script&gt;",
    "{{ 7919*7927 }}{% debug %}",
    "${7919*7927}#{7919*7927}",
    "{0.__class__}%(settings)s",
    "<!--#exec cmd=x--><?php x ?>",
    "\u202e<b data-cnry>x</b>\u2066",
)
AUTHORED = tuple(one for one in PAYLOADS if "<" not in one)
EVERY = "\n".join(PAYLOADS)
SHORT = f"\"'><img data-cnry src=x onerror={RUN}>"
"""What a name has room for."""


def hostile_edition() -> Edition:
    """The shipped questions with one of the forty behind every text, in every language: of those
    that an author may write, for a tag is refused before it is stored."""
    raw = shipped().model_dump(mode="json", by_alias=True)
    for number, place in enumerate(places(raw)):
        held = place.holder[place.name]
        for language in held if isinstance(held, dict) else ():
            if isinstance(held[language], str):
                held[language] += " " + AUTHORED[number % len(AUTHORED)]
    return load_edition(content=Content.model_validate(raw), at=NOW, prove=False)


def hostile_world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The world of the access matrix, with the forty in all that anybody wrote there."""
    monkeypatch.setattr(access_world, "CANARY", SHORT)
    monkeypatch.setattr(access_world, "make_shipped_edition", hostile_edition)
    world = make_world()
    for name in {*GET, *POST}:
        address(world, name, "POST" if name in POST else "GET")  # made while names are known
    Answer.objects.filter(assessment=world.assessment).update(note=EVERY, evidence=EVERY)
    for model in (Venture, Cohort, Accelerator, User):
        model.objects.update(name=SHORT)
    return world
