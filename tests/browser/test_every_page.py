"""Every page: in German, enlarged and in the dark; in Spanish, wide and in the light; in English
and longer, mirrored, without script.

The list is the access matrix's: a page that is added there is walked here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from questionnaire.report.models import Report
from tests.access.test_matrix import GET, address
from tests.access.world import make_world
from tests.browser.looks import DESK, PHONE, ZOOMED, fits, look
from tests.browser.test_report_pages import sign_in
from tests.decision.ways import decided
from tests.factories import make_cohort, make_enrolment
from tests.harness.stretched import LEFT_OUT, speak
from tests.report.revised import Revised

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]
NO_PAGES = {
    "healthz", "readyz", "download-json", "download-html", "report-json", "outbox", "outbox-mail",
    "cohorts", "report-pdf", "report-xlsx", "report-csv", "api-openapi", "release-record", "stay",
    "release-draft", "cohort-csv", "cohort-xlsx", "cohort-json", "review-results-csv",
}  # fmt: skip
NAMES = sorted(name for name, row in GET.items() if row["owner"] == 200 and name not in NO_PAGES)
MANAGED = sorted(
    name
    for name, row in GET.items()
    if row["accelerator-owner"] == 200 and row["owner"] != 200 and name not in NO_PAGES
)
MUCH = {
    "overview": "", "category": "c/ethics/", "check-answers": "check/", "partial-result": "result/",
    "history": "history/", "compare": "compare/", "venture": "venture/",
    "decide-compare": "decide/compare/", "decide-step": "decide/means/", "decision": "decision/",
}  # fmt: skip
"""Pages that are looked at with much on them: two revisions, a decision and a cohort."""
DEAD = """() => [...document.querySelectorAll("button, [role=button], input[type=button]")]
  .filter((one) => one.checkVisibility() && !(one.form && one.type === "submit"))
  .map((one) => one.outerHTML.slice(0, 120))"""
"""What can be pressed and does nothing where no script runs."""
OF_WORDS = (
    "color-contrast", "target-size", "html-has-lang", "html-lang-valid", "valid-lang",
    "document-title", "empty-heading", "label", "select-name", "link-name", "button-name",
    "summary-name", "aria-input-field-name", "aria-toggle-field-name", "svg-img-alt", "image-alt",
    "scrollable-region-focusable", "link-in-text-block",
)  # fmt: skip
"""What hangs on words and colours; how a page is built is the same in each language."""
SITE = "http://localhost"
"""Where the tests' server is; no page asks anybody else for anything (PR-09)."""
KEY = 12
"""Letters of a name that is no key."""
NARROW = {"width": 320, "height": 640}
TWICE = {
    "join", "join-accelerator", "invited",  # each is another person's
    "decision-earlier", "release-earlier", "what-if-answers",  # the page once more
    "plan-item", "scenario",  # called as their founder called them
}  # fmt: skip
SAME = re.compile(
    r"(FMAssess|PDF|CSV|XLSX|JSON|FLOP|M USD|USD|UTC|English|Deutsch|Español|AS-\w{8}"
    r"|\S+@example\.org"
    r"|CNRY-a1-note|One|The board|Long ago|(Cohort|Accelerator) \d+|Edition November 2026"
    r"|TechSpot|Tom Tunguz|NVIDIA \w+|[\d\W]+ × 10[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
    r"|Deciding without a doctor who is sent home"
    # models, and what the openness tool calls kinds of models
    r"|BLOOMZ|Llama|Falcon|OLMo|Mistral|Pythia|Apertus|DeepSeek-V3|gpt-oss"
    r"|Digital Policy Alert|osfoundry\.io and llmradar\.eu"
    r"|CNN|RNN|LSTM|NeRF|(transformer )?(encoder-)?(decoder|encoder)|transformer|diffusion"
    r"|[\d\W]+)*"
)
"""Names that are the same in every language, and what somebody typed."""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""The spaces that a reader may ask for (WCAG 1.4.12)."""
WIDE = "with wide spaces"
WAYS = {
    "as it is": "1",
    "mirrored": "document.documentElement.dir = 'rtl'",
    WIDE: f"document.documentElement.dir = 'ltr'; ({SPACED})()",
}
BEYOND = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const width = document.documentElement.clientWidth, box = one.getBoundingClientRect();
  const over = box.left + one.scrollWidth;
  if (box.right <= width + 1 && box.left >= -1 && over <= width + 1) return false;
  if (!one.checkVisibility() || one.matches(".skip, svg *")) return false;
  for (let up = one; up; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== "visible") return false;
  return ![...one.children].some((inner) => {
    const its = inner.getBoundingClientRect();
    return its.right > width + 1 || its.left < -1 || its.left + inner.scrollWidth > width + 1;
  });
}).slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
"""What stands beyond the edge."""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  if (!/hidden|clip/.test(style.overflowX + style.overflowY)) return false;
  if (!one.checkVisibility() || style.clip !== "auto" || one.clientWidth < 2) return false;
  if (one.matches(".visually-hidden, textarea, input, select, svg, svg *")) return false;
  return one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2;
}).map((one) => "cut off: " + one.outerHTML.slice(0, 120))"""
"""What hides a part of its own text."""


def sign_in_to_little(page: Page, site: str) -> dict[str, str]:
    """As the owner of venture 1, which began; the address of every page by its name."""
    world = make_world()
    sign_in(page, site, world.clients["owner"])
    return {name: site + address(world, name) for name in NAMES}


def sign_in_to_much(page: Page, site: str) -> dict[str, str]:
    """As a founder with long answers, two reports, a cohort and a decision that stands."""
    one = Revised()
    report = Report.objects.order_by("created_at").last()
    assert report is not None
    decided(report)
    cohort = make_cohort(edition=one.assessment.edition, name="Autumn of the second year")
    enrolment = make_enrolment(cohort=cohort, venture=one.assessment.venture)
    sign_in(page, site, one.client)
    own = {name: f"{site}{one.base}{end}" for name, end in MUCH.items()}
    own["compare"] += f"?from={one.first.submission.receipt}&to={one.second.submission.receipt}"
    own["sharing"] = f"{site}{one.base}cohorts/{enrolment.pk}/"
    return own | {"report": f"{site}/reports/{report.pk}/"}


def test_no_page_has_barriers_enlarged_and_in_the_dark(
    page: Page, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    """In German, with much on the pages where there can be; and each in Spanish, in the light."""
    much = sign_in_to_much(page, live_server.url)
    found = faults_of("de", much.values(), page, axe)
    little = sign_in_to_little(page, live_server.url)
    found += faults_of("de", [url for name, url in little.items() if name not in much], page, axe)
    assert found + faults_of("es", little.values(), page, axe) == []


def test_no_page_of_an_accelerator_has_barriers_enlarged_and_in_the_dark(
    page: Page, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    world = make_world()
    sign_in(page, live_server.url, world.clients["accelerator-owner"])
    own = [live_server.url + address(world, name) for name in (*MANAGED, "cohorts")]
    assert faults_of("de", own, page, axe) + faults_of("es", own, page, axe) == []


def faults_of(
    language: str, urls: Iterable[str], page: Page, axe: Callable[..., None]
) -> list[str]:
    """Everything that is wrong with these pages in a language, in words."""
    found: list[str] = []

    def asked(url: str) -> None:
        if not url.startswith((SITE, "data:")):
            found.append(f"{page.url} asks {url}")

    page.on("request", lambda one: asked(one.url))
    name = settings.LANGUAGE_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": language, "url": SITE}])
    for url in urls:
        answer = page.goto(url)
        assert answer is not None and answer.status == 200, url
        assert page.locator("html").get_attribute("lang") == language, url
        try:
            LOOKED_AT[language](page, axe)
        except AssertionError as fault:
            found.append(f"{language}: {fault}")
        found += [f"{language}: {url} {one}" for one in spaced(page)]
    return found


def spaced(page: Page) -> list[str]:
    """What goes wrong with the spaces of a reader's own on a page that is enlarged as well."""
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    page.evaluate(SPACED)
    return [*too_wide(page), *page.evaluate(CUT_OFF)]


def in_german(page: Page, axe: Callable[..., None]) -> None:
    """Its long words on a phone; enlarged and in the dark."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    fits(page)
    look(page, axe, ("dark", ZOOMED))


def in_spanish(page: Page, axe: Callable[..., None]) -> None:
    """At a desk and in the light."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    fits(page)
    axe(page, only=OF_WORDS)


LOOKED_AT = {"de": in_german, "es": in_spanish}


def test_forced_colours_leave_what_is_chosen_and_drawn_to_be_seen(
    page: Page, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    pages = sign_in_to_much(page, live_server.url)
    page.emulate_media(forced_colors="active")
    page.goto(pages["category"])
    chosen = page.locator(".options .form-check:has(:checked)").first
    assert chosen.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    axe(page)
    page.goto(pages["report"])
    chart = page.locator("svg").first
    assert chart.evaluate("one => getComputedStyle(one.closest('.chart, .glyph, .ball') || one)"
                          ".forcedColorAdjust") == "none"  # fmt: skip
    axe(page)


def test_without_script_every_page_is_there_and_nothing_on_it_is_dead(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a language that is two fifths longer, with wider spaces, and from right to left too."""
    speak(monkeypatch)
    world = make_world()
    known = sorted(texts_of(world.assessment.edition.document), key=len, reverse=True)
    found: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for role, names in (("owner", NAMES), ("accelerator-owner", (*MANAGED, "cohorts"))):
        plain = browser.new_context(java_script_enabled=False, viewport=NARROW)  # type: ignore[arg-type]
        page = plain.new_page()
        sign_in(page, live_server.url, world.clients[role])
        for name in names:
            answer = page.goto(live_server.url + address(world, name))
            assert answer is not None and answer.status == 200, name
            wrong = list(wrong_on(page, known))
            title = page.title()
            if title in titles and name not in TWICE:
                wrong.append(f"called as {titles[title]} is: {title}")
            titles[title] = name
            if wrong:
                found[name] = wrong
        plain.close()
    assert found == {}, json.dumps(found, ensure_ascii=False, indent=1)


def wrong_on(page: Page, known: Sequence[str]) -> Iterator[str]:
    """What is dead, too wide, cut off, told in no language, or without its heading."""
    yield from page.evaluate(DEAD)
    yield from filter(None, (untranslated(one, known) for one in page.evaluate(LEFT_OUT)))
    heads = page.evaluate("[document.documentElement.lang, document.querySelectorAll('h1').length]")
    if heads != ["en", 1]:
        yield f"language and number of headings: {heads}"
    for way, script in WAYS.items():
        page.set_viewport_size(PHONE if way == WIDE else NARROW)  # type: ignore[arg-type]
        page.evaluate(script)
        yield from (f"{way}: {one}" for one in (*too_wide(page), *page.evaluate(CUT_OFF)))


def too_wide(page: Page) -> list[str]:
    try:
        fits(page)
    except AssertionError as fault:
        return [str(fault)[:300], *page.evaluate(BEYOND)]
    return []


def texts_of(value: object) -> set[str]:
    """Every English text of an edition, which its editors translate, and names of its sources."""
    if isinstance(value, str):
        return {" ".join(value.split())} if len(value) > KEY else set()
    english = value.get("en") if isinstance(value, dict) else None
    inner = value.values() if isinstance(value, dict) else value
    many = inner if isinstance(inner, Iterable) else ()
    found = {" ".join(english.split())} if isinstance(english, str) else set[str]()
    return found.union(*map(texts_of, many))


def untranslated(text: str, known: Sequence[str]) -> str:
    """What is left of a text without what editors translate and what is nobody's to translate."""
    for one in known:
        text = text.replace(one, " ")
    return "" if SAME.fullmatch(text) else text
