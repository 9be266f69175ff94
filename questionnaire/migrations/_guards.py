"""Triggers that keep frozen rows as they are, on SQLite and PostgreSQL, whoever asks.

- A published or retired edition: only its status may change, and never back to draft; no DELETE.
- Rows of such an edition (personas apart): no INSERT, UPDATE or DELETE.
- Answers: no INSERT or UPDATE unless their assessment is open. A save and a sending at the same
  moment wait for each other, so that whatever was acknowledged before is in what was sent.
- Answer revisions, submissions, reports with their texts, consents, words on being compared and
  openings: no UPDATE. Deleting them with an erased venture stays possible, and so does forgetting
  who wrote (a foreign key set to null).
- Conclusions, decisions, tripwires and their firings, changes of a plan, release plans, and what was
  settled after answering apart: no UPDATE either; another row says more.
- What a member answered apart: no INSERT or UPDATE once it is laid open (it is open no more).
- Versions of a rubric, states of reviewing and what was decided about ventures: no UPDATE.
- The record of editors' edits: neither UPDATE nor DELETE, so that it outlives a deleted draft.
- No way around: SQLite's REPLACE takes a row away without asking a DELETE trigger, and PostgreSQL's
  TRUNCATE without asking any for rows, so each of these tables has guards of its own against that.

``install`` may run again at any time. A later migration that alters one of these tables puts its
operations in ``without``; a test counts the triggers and says so.
"""

import re

from django.db import migrations

EDITION = "questionnaire_edition"
_CATEGORY = "(SELECT edition_id FROM questionnaire_category WHERE id = {row}.category_id)"
_QUESTION = (
    "(SELECT c.edition_id FROM questionnaire_category c JOIN questionnaire_question q "
    "ON q.category_id = c.id WHERE q.id = {row}.question_id)"
)
_PATH = "(SELECT edition_id FROM questionnaire_path WHERE id = {row}.path_id)"
ROWS = {
    **{
        f"questionnaire_{name}": "{row}.edition_id"
        for name in ("category", "path", "tension", "action", "milestone", "reversalline", "fact")
    },
    "questionnaire_question": _CATEGORY,
    "questionnaire_option": _QUESTION,
    "questionnaire_requirement": _PATH,
    "questionnaire_argument": _PATH,
}
"""Table of an edition's rows -> the edition of a row."""
APPEND_ONLY = {
    "questionnaire_answerrevision": (("by_id",), "an answer's revision"),
    "questionnaire_submission": ((), "a submission"),
    "questionnaire_report": ((), "a report"),
    "questionnaire_reporttext": ((), "a report's text"),
    "questionnaire_edit": (("by_id", "edition_id"), "a recorded edit"),
    "questionnaire_othermark": (("by_id",), "an editor's word on an answer"),
    "questionnaire_consent": (("by_id",), "a consent"),
    "questionnaire_benchmarkword": (("by_id",), "a word on being compared"),
    "questionnaire_linkopening": ((), "the opening of a link"),
    "questionnaire_opening": (("by_id",), "the opening of what was disclosed"),
    "questionnaire_conclusion": (("by_id",), "a conclusion"),
    "questionnaire_decision": (("by_id",), "a recorded decision"),
    "questionnaire_tripwire": ((), "a tripwire"),
    "questionnaire_firing": ((), "a fired tripwire"),
    "questionnaire_planchange": (("by_id", "owner_id"), "a change of the plan"),
    "questionnaire_settlement": (("by_id", "picked_id"), "what was settled"),
    "questionnaire_releaseplan": (("by_id",), "a saved release plan"),
    "questionnaire_rubric": (("by_id",), "a version of a rubric"),
    "questionnaire_reviewstep": (("by_id",), "a state of reviewing"),
    "questionnaire_decisionbatch": (("by_id",), "what was decided together"),
    "questionnaire_outcome": (("by_id",), "what was decided about a venture"),
}
"""Table -> the columns that may become null, and what a row is called in the refusal."""
KEPT = "questionnaire_edit"
ANSWERS = "questionnaire_answer"
SENT = "these answers were sent; reopen them first"
FROZEN_EDITION = "a published edition never changes; open a draft from it"
KEPT_EDITION = "a published edition is never deleted; retire it"


def names(vendor: str) -> set[str]:
    """Every trigger there must be."""
    around = {"sqlite": ("again", "onto"), "postgresql": ("truncate",)}[vendor]
    return {
        *(f"guard_{table}_{way}" for table in _guarded() for way in around),
        "guard_edition_update", "guard_edition_delete",
        *(f"guard_{table}_{verb}" for table in ROWS for verb in ("insert", "update", "delete")),
        *(f"guard_{table}_update" for table in APPEND_ONLY), f"guard_{KEPT}_delete",
        *(f"guard_{ANSWERS}_{verb}" for verb in ("insert", "update")),
    }  # fmt: skip


def _guarded():
    """Every table with a guard."""
    return (EDITION, *ROWS, *APPEND_ONLY, ANSWERS)


def install(apps, schema_editor):
    """Make every trigger anew."""
    connection = schema_editor.connection
    remove(apps, schema_editor)
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))  # an early migration has fewer
        columns = {
            table: _columns(cursor, table)
            for table in (EDITION, *APPEND_ONLY)
            if table in there
        }
        for statement in make(columns):
            cursor.execute(statement)
        around = {"sqlite": _no_replace, "postgresql": _no_truncate}[connection.vendor]
        for table in _guarded():
            if table in there:
                for statement in around(table, cursor):
                    cursor.execute(statement)


def remove(apps, schema_editor):
    """Take every trigger away."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for name, table in _tables():
            if table not in there:
                continue
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS guard_refuse() CASCADE")


def without(*operations):
    """Operations that change guarded tables: SQLite makes such a table anew, which loses its
    triggers and breaks those that read it, so all are away meanwhile."""
    return [
        migrations.RunPython(remove, install),
        *operations,
        migrations.RunPython(install, remove),
    ]


def _tables():
    yield "guard_edition_update", EDITION
    yield "guard_edition_delete", EDITION
    for table in ROWS:
        for verb in ("insert", "update", "delete"):
            yield f"guard_{table}_{verb}", table
    for table in APPEND_ONLY:
        yield f"guard_{table}_update", table
    yield f"guard_{KEPT}_delete", KEPT
    for verb in ("insert", "update"):
        yield f"guard_{ANSWERS}_{verb}", ANSWERS
    for table in _guarded():
        for way in ("again", "onto", "truncate"):
            yield f"guard_{table}_{way}", table


def _triggers(columns, differs, lock=""):
    """(name, table, verb, condition, refusal) of every trigger."""
    frozen = "OLD.status <> 'draft'"
    changed = differs([c for c in columns[EDITION] if c not in ("status", "published_by_id")])
    back = "NEW.status = 'draft'"
    by = _may_only_become_null("published_by_id", differs)
    yield (
        "guard_edition_update", EDITION, "UPDATE",
        f"{frozen} AND ({changed} OR {back} OR {by})", FROZEN_EDITION,
    )  # fmt: skip
    yield "guard_edition_delete", EDITION, "DELETE", frozen, KEPT_EDITION
    for table, edition in ROWS.items():
        old, new = _is_frozen(edition, "OLD"), _is_frozen(edition, "NEW")
        for verb, when in (("insert", new), ("update", f"{old} OR {new}"), ("delete", old)):
            yield f"guard_{table}_{verb}", table, verb.upper(), when, FROZEN_EDITION
    for table, (forgettable, what) in APPEND_ONLY.items():
        if table not in columns:
            continue
        when = differs([c for c in columns[table] if c not in forgettable])
        for column in forgettable:
            when = f"{when} OR {_may_only_become_null(column, differs)}"
        refusal = f"{what} never changes; it is kept as it was written"
        yield f"guard_{table}_update", table, "UPDATE", when, refusal
        if table == KEPT:
            yield f"guard_{table}_delete", table, "DELETE", "1 = 1", refusal
    sent = (
        "NOT EXISTS (SELECT 1 FROM questionnaire_assessment a "
        f"WHERE a.id = NEW.assessment_id AND a.status = 'open'{lock})"
    )
    for verb in ("insert", "update"):
        yield f"guard_{ANSWERS}_{verb}", ANSWERS, verb.upper(), sent, SENT


def _held(table):
    """When a row that stands there (o) may not be put aside, and what is said then."""
    if table == EDITION:
        return "o.status <> 'draft'", FROZEN_EDITION
    if table in ROWS:
        return _is_frozen(ROWS[table], "o"), FROZEN_EDITION
    if table == ANSWERS:
        opened = "SELECT 1 FROM questionnaire_assessment a WHERE a.id = o.assessment_id"
        return f"NOT EXISTS ({opened} AND a.status = 'open')", SENT
    return "1 = 1", f"{APPEND_ONLY[table][1]} never changes; it is kept as it was written"


def _columns(cursor, table):
    """A table's columns, by the one question that both databases answer at once."""
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608
    return [one[0] for one in cursor.description]


def _no_replace(table, cursor):
    """SQLite: a row with a key that a held row has takes its place by no kind of statement."""
    held, refusal = _held(table)
    text = refusal.replace("'", "''")
    keys = sorted(_keys(cursor, table))

    def taken(more=""):
        return " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} o WHERE "
            + " AND ".join(f'o."{name}" = NEW."{name}"' for name in key)
            + f"{where}{more} AND {held})"
            for key, where in keys
        )

    columns = ", ".join(f'"{name}"' for name in sorted({name for key, _ in keys for name in key}))
    for way, verb, when in (
        ("again", "INSERT", taken()),
        ("onto", f"UPDATE OF {columns}", taken(" AND o.rowid <> OLD.rowid")),
    ):
        yield (
            f"CREATE TRIGGER guard_{table}_{way} BEFORE {verb} ON {table} FOR EACH ROW "
            f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )


def _keys(cursor, table):
    """SQLite: the columns of each key of a table, and the rows that it is kept for. Django's own
    introspection reads the table's whole statement for it, which takes half of a migration."""
    cursor.execute(f"PRAGMA table_info({table})")
    yield tuple(row[1] for row in cursor.fetchall() if row[5]), ""
    cursor.execute(f"PRAGMA index_list({table})")
    for _place, name, unique, origin, _partial in cursor.fetchall():
        if unique and origin != "pk":
            cursor.execute(f'PRAGMA index_info("{name}")')
            yield tuple(row[2] for row in cursor.fetchall()), _only_where(cursor, name)


def _only_where(cursor, index):
    """SQLite: the rows that a key is kept for, where it is not kept for all; of both rows alike."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", [index])
    _, _, condition = ((cursor.fetchone() or [""])[0] or "").partition(" WHERE ")
    if not condition:
        return ""
    both = (re.sub(r'(?<!\.)("\w+")', rf"{row}.\1", condition) for row in ("NEW", "o"))
    return "".join(f" AND ({one})" for one in both)


def _no_truncate(table, cursor):
    """PostgreSQL: such a table is never emptied at one stroke."""
    refusal = KEPT_EDITION if table == EDITION else _held(table)[1]
    text = refusal.replace("'", "''")
    yield (
        f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION guard_refuse('{text}')"
    )


def _may_only_become_null(column, differs):
    return f"({differs([column])} AND NEW.{column} IS NOT NULL)"


def _is_frozen(edition, row):
    return (
        f"EXISTS (SELECT 1 FROM {EDITION} e WHERE e.id = {edition.format(row=row)} "
        "AND e.status <> 'draft')"
    )


def _sqlite(columns):
    def differs(names):
        return "(" + " OR ".join(f'NEW."{n}" IS NOT OLD."{n}"' for n in names) + ")"

    for name, table, verb, when, refusal in _triggers(columns, differs):
        text = refusal.replace("'", "''")
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )


def _postgresql(columns):
    # One function refuses with the trigger's text; WHEN cannot hold a subquery, so the condition
    # stands in a function of its own where it reads another table.
    yield """
        CREATE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """

    def differs(names):
        return "(" + " OR ".join(f'NEW."{n}" IS DISTINCT FROM OLD."{n}"' for n in names) + ")"

    for name, table, verb, when, refusal in _triggers(columns, differs, " FOR SHARE"):
        text = refusal.replace("'", "''")
        if "SELECT" not in when:
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN ({when}) "
                f"EXECUTE FUNCTION guard_refuse('{text}')"
            )
            continue
        result = "OLD" if verb == "DELETE" else "NEW"
        yield f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {when} THEN
                    RAISE EXCEPTION '%', '{text}'
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN {result};
            END $$
        """
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {name}()"
        )
