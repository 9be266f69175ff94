"""What the source may not do (RELIABILITY AC-14): unscoped reads, unsafe output, hidden writes."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TENANT_MODELS = {
    "Venture", "VentureMember", "Accelerator", "AcceleratorMember", "Grant", "Assessment",
    "Answer", "AnswerRevision", "Submission", "Report", "ReportText", "Cohort", "Enrolment",
    "Invitation", "Delegation", "Consent", "Conclusion", "Decision", "Tripwire", "Firing",
    "Scenario", "PlanItem", "PlanChange", "ReleasePlan",
    "ReportLink", "LinkOpening", "Opening",
    "ApartRound", "Settlement", "Standing",
    "Rubric", "Alias", "Review", "ReviewStep", "ReviewReading", "DecisionBatch", "Outcome",
    "AcceleratorInvitation", "Round", "CohortInvitation", "JoinLink", "Reminder", "Reminded",
    "OptOut",
}  # fmt: skip
BANNED = {"mark_safe", "SafeString", "csrf_exempt", "RawSQL", "eval", "exec", "extra", "raw"}
ALLOWED = {
    # what: why
    ("questionnaire/markup.py", "SafeString"): "the one place that builds markup; it escapes",
    ("questionnaire/templatetags/slots.py", "SafeString"): "a rendered part between our markers",
    ("questionnaire/report/kept.py", "mark_safe"): "what our templates wrote, kept as it was",
    ("questionnaire/cohort/inviting/views/reminders.py", "csrf_exempt"): (
        "mail programs unsubscribe without a cookie (RFC 8058); its signed token is the proof"
    ),
}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals"}
# one_per_venture: of the grants that the browser itself holds
# readable_by, opened_by: of the links that were opened in this browser
# managed_by, reviewed_by, belonging_to: of the accelerators that the reader is a member of
# seats_for: who was asked for which review; released_to: what founders may read of reviews
# own_of, readable_by, open_to: of what members answer apart; on_sheet: one of the two
SCOPED_WORDS = {
    "visible_to", "writable_by", "erasable_by", "owned_by", "one_per_venture", "readable_by",
    "opened_by", "own_of", "open_to", "on_sheet", "managed_by", "reviewed_by", "belonging_to",
    "seats_for", "released_to",
}  # fmt: skip
MANAGERS = {"objects", "apart_sheets", "every", "_default_manager", "_base_manager"}
# Models and querysets are where the scope is made; an action is handed rows that a view scoped.
TABLES = {"models.py", "querysets.py", "queries.py", "actions.py"}
COMMANDS = "questionnaire/management/"  # typed by an operator, on nobody's behalf
SCOPED_BEFORE = {
    # what, reading which: why
    ("questionnaire/assessment/desk.py", "Answer"): "of the assessment that a view scoped",
    ("questionnaire/cohort/intake.py", "Report"): "named by enrolments that a view scoped",
    ("questionnaire/review/reviewing/page.py", "Enrolment"): "of the reviews that a view scoped",
    ("questionnaire/review/reviewing/views.py", "Enrolment"): "of the review that was scoped",
    ("questionnaire/review/shown.py", "Alias"): "of the cohort that an action holds",
    ("questionnaire/report/kept.py", "ReportText"): "of the report that a view scoped",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("questionnaire", "fmassess"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "/migrations/" not in name:
                yield name, ast.parse(path.read_text())


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def decorators(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from (one.id for one in node.decorator_list if isinstance(one, ast.Name))


def test_nothing_unsafe_is_called_outside_the_list_of_reasons() -> None:
    found = {(name, word) for name, tree in sources() for word, _ in calls(tree) if word in BANNED}
    found |= {(name, word) for name, tree in sources() for word in decorators(tree)
              if word in BANNED}  # fmt: skip
    assert found - set(ALLOWED) == set()


def test_a_tenants_rows_are_read_only_through_visible_to() -> None:
    found = set()
    for name, tree in sources():
        if name.rsplit("/", 1)[-1] in TABLES or name.startswith(COMMANDS):
            continue
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in MANAGERS
                and isinstance(node.value, ast.Name)
                and node.value.id in TENANT_MODELS
            ):
                outer = parents[node]
                if not (isinstance(outer, ast.Attribute) and outer.attr in SCOPED_WORDS):
                    found.add((name, node.value.id))
    assert found == set(SCOPED_BEFORE)


def test_get_object_or_404_never_takes_a_bare_tenant_model() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        for word, call in calls(tree)
        if word == "get_object_or_404"
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id in TENANT_MODELS
    ]
    assert found == []


def test_no_signals_and_no_save_of_our_own() -> None:
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in SIGNALS:
                found.append(f"{name}:{node.lineno} signals")
            if isinstance(node, ast.ClassDef) and name.endswith("models.py"):
                found += [
                    f"{name}:{part.lineno} {node.name}.{part.name}"
                    for part in node.body
                    if isinstance(part, ast.FunctionDef) and part.name in ("save", "delete")
                ]
    assert found == []


def test_no_request_data_is_spread_into_a_call() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        for _, call in calls(tree)
        for keyword in call.keywords
        if keyword.arg is None and "request." in ast.unparse(keyword.value)
    ]
    assert found == []
