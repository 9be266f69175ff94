"""A founder's way through production's own processes: nothing of it stands in what they log, what
was done is told by ids, and a fault says nothing but where to look it up (LG-01 to LG-04)."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from typing import Any

import pytest

from questionnaire.people.models import Venture
from questionnaire.post.actions import words_of
from questionnaire.post.models import Mail
from questionnaire.report.models import Report
from tests.factories import make_shipped_edition
from tests.faults.conftest import Production, Visitor
from tests.faults.writers import ask
from tests.harness.site import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
FORGED = 'CNRY\n{"level": "ERROR"}'
TOKEN = re.compile(r"/(?:s|r|join)/([\w-]{43})/")


class Walk:
    """One founder, and every secret that was seen on the way."""

    def __init__(self, production: Production) -> None:
        self.production = production
        self.founder = Visitor(production.site.port)
        self.secrets: set[str] = set()

    def get(self, path: str) -> str:
        text, _ = self.founder.ask("GET", path)
        self.secrets |= set(TOKEN.findall(text))
        return text

    def post(self, path: str, **form: str) -> str:
        """Where it leads."""
        return self.founder.ask("POST", path, form)[1]

    def code_to(self, address: str) -> str:
        """What the newest mail to it says, which the worker has not sent yet."""
        mail = Mail.objects.filter(to=[address]).latest("queued_at")
        words = words_of(mail)
        found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", words, re.M)
        assert found, words
        self.secrets |= {found[1]}
        return found[1]

    def begins(self) -> str:
        self.get("/start/")
        base = self.post("/start/", name="CNRY-venture", stage="idea")
        self.get(base)  # the private link is shown there, once
        edit = "5f0f5f6e-0000-4000-8000-00000000000a"
        answer = f"{base}answers/funding-route/"
        self.post(answer, mutation=edit, base="0", value="closed", note=FORGED)
        self.post(f"{base}send/")
        return base

    def shares(self, base: str) -> None:
        form = {"report": str(Report.objects.get().pk), "days": "30"}
        self.post(f"{base}links/", **form, label="CNRY-label", passphrase="CNRY phrase of words")
        self.get(f"{base}links/")
        for token in list(self.secrets):
            reader = Visitor(self.production.site.port)
            for said in ("CNRY-wrong-phrase", "CNRY phrase of words"):
                ask(reader, "GET", f"/s/{token}/")
                ask(reader, "POST", f"/s/{token}/", {"passphrase": said})
            self.secrets |= set(reader.cookies.values())

    def signs_in(self, address: str) -> None:
        self.get("/account/signup/")
        self.post("/account/signup/", email=address)
        code = self.code_to(address)
        self.get("/account/confirm-email/")
        for typed in ("CNRY00", code):
            self.post("/account/confirm-email/", code=typed)
        self.post("/attach/")

    def is_refused(self) -> None:
        port = self.production.site.port
        for path in ("/s/CNRY" + 39 * "x" + "/", "/nope%0aCNRY%20ERROR/", "/?a=CNRY%00",
                     f"/reports/{'5f0f5f6e-0000-4000-8000-00000000000b'}/"):  # fmt: skip
            ask(Visitor(port), "GET", path, **{"User-Agent": "CNRY", "Referer": "https://CNRY"})
        ask(Visitor(port), "POST", "/start/", {"name": "CNRY"})  # without its token

    def lines(self) -> list[dict[str, Any]]:
        """Every line that the processes wrote; each is whole, and JSON."""
        text = self.production.log.read_text()
        return [json.loads(line) for line in text.splitlines()]

    def told(self, logger: str) -> set[str]:
        """What one of our loggers said."""
        name = f"fmassess.{logger}"
        return {line["message"] for line in self.lines() if line["logger"] == name}


def test_lg01_lg02_lg03_a_founders_way_leaves_ids_in_the_log_and_nothing_that_was_said(
    production: Production,
) -> None:
    make_shipped_edition()
    walk = Walk(production)
    base = walk.begins()
    walk.shares(base)
    walk.signs_in("cnry@example.org")
    report = f"/reports/{Report.objects.get().pk}"
    for end in (".pdf", ".csv", ".json"):
        ask(walk.founder, "GET", f"{report}{end}")
    walk.post(f"{base}members/", email="cnry-bo@example.org", role="editor")
    walk.is_refused()
    works(production)
    walk.post(f"{base}erase/", typed="CNRY-venture")
    assert not Venture.objects.exists()
    text = production.log.read_text()
    kept = [value for value in walk.founder.cookies.values() if value.strip('"')]
    for said in (*walk.secrets, *kept, "CNRY", "cnry", "example.org"):
        assert said not in text, said
    told = walk.told("audit")
    assessment = base.split("/")[2]
    [signed_in] = [one for one in walk.told("sign_ins") if one.startswith("signed in: ")]
    user = signed_in.split(" by ")[0].replace("signed in: account", "user")
    for what in (
        "asked for start by nobody", "asked for send by link", "asked for report-links by link",
        "refused shared-link by", f"taken along report-pdf by {user}",
        f"asked for members by {user} assessment={assessment}",
        f"asked for erase by {user} assessment={assessment}",
    ):  # fmt: skip
        assert any(one.startswith(what) for one in told), (what, sorted(told))


def works(production: Production) -> None:
    """The worker, whose mail server is away."""
    with production.log.open("ab") as log:
        subprocess.run(
            [sys.executable, "manage.py", "work", "--once"], cwd=ROOT, env=production.site.env,
            stdout=log, stderr=log, check=True,
        )  # fmt: skip


@pytest.mark.parametrize("where", ["middleware", "view", "template"])
def test_lg04_a_fault_in_production_is_a_page_with_a_reference_and_one_line(
    production: Production, where: str
) -> None:
    before = len(production.log.read_text().splitlines())
    page = ask(Visitor(production.site.port), "GET", "/", **{"X-Break": where})
    assert page.status == 500
    for inside in ("Traceback", "fmassess/", "site-packages", "ValueError", "Django", "CNRY"):
        assert inside not in page.text
    new = [json.loads(one) for one in production.log.read_text().splitlines()[before:]]
    [fault] = [one for one in new if one["level"] == "ERROR"]
    assert fault["reference"] in page.text
    assert "CNRY" not in json.dumps(new)


def test_rl01_rl03_rl04_guesses_count_over_all_workers_whatever_header_is_forged(
    production: Production,
) -> None:
    """As behind the proxy, which puts the true address last."""
    visitor = Visitor(production.site.port)

    def guess(number: int, true: str = "203.0.113.7") -> int:
        forged = f"198.51.100.{number}, {true}"
        path = f"/r/{secrets.token_urlsafe(32)}/"
        return ask(visitor, "GET", path, **{"X-Forwarded-For": forged}).status

    codes = [guess(number) for number in range(70)]
    assert set(codes) == {200, 429}  # "not valid", in the words that every such link gets
    first = codes.index(429)
    assert 60 <= first <= 61  # two workers, and a minute may turn meanwhile
    assert set(codes[first:]) == {429}
    assert guess(1, "203.0.113.8") == 200
