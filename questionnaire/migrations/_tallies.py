"""Triggers that count standings as they are written, on SQLite and PostgreSQL, whoever writes them.

Every row that comes adds one to what it says, and every row that goes takes it away again, in the
transaction that does it: the sums of ``questionnaire_tally`` are the counts of the standings at
every moment. PostgreSQL only ever adds rows, so that nobody waits for anybody (the worker adds them
up, ``standing/tallied.py``); SQLite has one writer, and changes the number in place.

``install`` may run again at any time; a later migration that alters questionnaire_standing on
SQLite ends with it, as the table is made anew without its triggers.
"""

TABLE, TALLY = "questionnaire_standing", "questionnaire_tally"
VERBS = ("insert", "update", "delete")
NUMBERS = ("lean", "funding", "community", "safety", "runway", *(f"c{one}" for one in range(8)))
POSTURES = ("funding", "community", "safety")
MASKS = ("tensions", "actions", "known", "reached", "financed", "unfinanced")
OF = ("tensions_of", "actions_of")
BITS = 62
NOW = "00000000000000000000000000000000"
"""In place of a round's id, for what stands now."""


def names():
    """Every trigger there must be."""
    return {f"tally_standing_{verb}" for verb in VERBS}


def install(apps, schema_editor):
    """Make every trigger anew."""
    remove(apps, schema_editor)
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in make(_there(cursor)):
            cursor.execute(statement)


def _there(cursor):
    """The columns of a standing; an early migration has fewer."""
    cursor.execute(f"SELECT * FROM {TABLE} LIMIT 0")  # noqa: S608
    return {one[0] for one in cursor.description}


def remove(apps, schema_editor):
    """Take every trigger away."""
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    with schema_editor.connection.cursor() as cursor:
        for name in sorted(names()):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if on:
            cursor.execute("DROP FUNCTION IF EXISTS tally_standings() CASCADE")


def count_all(apps, schema_editor):
    """Count what is there already; with the triggers installed and in their transaction."""
    vendor = schema_editor.connection.vendor
    now = f"'{NOW}'::uuid" if vendor == "postgresql" else f"'{NOW}'"
    with schema_editor.connection.cursor() as cursor:
        if vendor == "postgresql":  # once, and as long as it takes
            cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"DELETE FROM {TALLY}")  # noqa: S608
        for kind, value, source, when in _said("s", vendor, _there(cursor)):
            name = kind.strip("'")
            rows, one = TABLE, "1"
            if name in MASKS:  # those alike first: there are few, and each is taken apart
                rows = (
                    f"(SELECT cohort_id, round_id, {name}, COUNT(*) AS one FROM {TABLE} "  # noqa: S608
                    f"WHERE {name} <> 0 GROUP BY cohort_id, round_id, {name})"
                )
                one = "s.one"
            cursor.execute(
                f"INSERT INTO {TALLY} (cohort_id, round_id, kind, value, n, fresh) "  # noqa: S608
                f"SELECT s.cohort_id, COALESCE(s.round_id, {now}), {kind}, {value}, SUM({one}), "
                f"{_no(vendor)} FROM {rows} s{source} WHERE {when} GROUP BY 1, 2, 4"
            )


def _no(vendor):
    return "FALSE" if vendor == "postgresql" else "0"


def _said(row, vendor, there):
    """(kind, value, what else is read, when) of everything that a row says. there: its columns."""
    text = "{0}::text" if vendor == "postgresql" else "CAST({0} AS TEXT)"
    least = "LEAST" if vendor == "postgresql" else "MIN"
    shared = f"{row}.path_shared" if vendor == "postgresql" else f"{row}.path_shared = 1"
    alike = f"CASE WHEN {row}.alike THEN '1:' ELSE '0:' END"
    for name in NUMBERS:
        yield f"'{name}'", text.format(f"{row}.{name}"), "", f"{row}.{name} IS NOT NULL"
    yield "'state'", f"{row}.state", "", "1 = 1"
    yield (
        "'path'",
        f"CASE WHEN {row}.state <> 'submitted' THEN '!sent' "
        f"WHEN NOT ({shared}) THEN '!shared' ELSE {row}.path END",
        "", "1 = 1",
    )  # fmt: skip
    yield (
        "'version'", f"{alike} || {text.format(f'{row}.scoring_version')}", "",
        f"{row}.scoring_version IS NOT NULL",
    )  # fmt: skip
    if "tensions_of" in there:
        yield (
            "'of'", " || ':' || ".join(text.format(f"{row}.{name}") for name in OF), "",
            f"{row}.state = 'submitted'",
        )  # fmt: skip
    for name in POSTURES:
        field = f"({least}(({row}.lean + 100) / 10, 19) * 10 + {least}({row}.{name} / 10, 9))"
        yield (
            f"'at-{name}'", text.format(field), "",
            f"{row}.lean IS NOT NULL AND {row}.{name} IS NOT NULL",
        )  # fmt: skip
    values = ", ".join(f"({place})" for place in range(BITS))
    bits = {
        "postgresql": f" CROSS JOIN generate_series(0, {BITS - 1}) b(place)",
        "sqlite": f" CROSS JOIN (SELECT column1 AS place FROM (VALUES {values})) b",
    }[vendor]
    for name in MASKS:
        yield f"'{name}'", text.format("b.place"), bits, f"(({row}.{name} >> b.place) & 1) = 1"


def _postgresql(there):
    """One function for all; it sees every row of a statement at once."""
    yield (
        "CREATE FUNCTION tally_standings() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP <> 'INSERT' THEN " + _added("gone", "-1", there) + "; END IF; "
        "IF TG_OP <> 'DELETE' THEN " + _added("come", "1", there) + "; END IF; "
        "RETURN NULL; END $$"
    )
    seen = {
        "insert": "NEW TABLE AS come", "update": "OLD TABLE AS gone NEW TABLE AS come",
        "delete": "OLD TABLE AS gone",
    }  # fmt: skip
    for verb in VERBS:
        yield (
            f"CREATE TRIGGER tally_standing_{verb} AFTER {verb.upper()} ON {TABLE} "
            f"REFERENCING {seen[verb]} FOR EACH STATEMENT EXECUTE FUNCTION tally_standings()"
        )


def _added(rows, sign, there):
    parts = " UNION ALL ".join(
        f"SELECT s.cohort_id, COALESCE(s.round_id, '{NOW}'::uuid) AS round_id, {kind} AS kind, "
        f"{value} AS value FROM {rows} s{source} WHERE {when}"
        for kind, value, source, when in _said("s", "postgresql", there)
    )
    return (
        f"INSERT INTO {TALLY} (cohort_id, round_id, kind, value, n, fresh) "  # noqa: S608
        f"SELECT cohort_id, round_id, kind, value, {sign} * COUNT(*), TRUE FROM ({parts}) said "
        "GROUP BY cohort_id, round_id, kind, value"
    )


def _sqlite(there):
    for verb in VERBS:
        steps = []
        if verb != "insert":
            steps += _changed("OLD", "- 1", there)
        if verb != "delete":
            steps += _changed("NEW", "+ 1", there)
        yield (
            f"CREATE TRIGGER tally_standing_{verb} AFTER {verb.upper()} ON {TABLE} "
            f"FOR EACH ROW BEGIN {'; '.join(steps)}; END"
        )


def _changed(row, by, there):
    """What the row says gets a number where it has none yet, and then another one."""
    said = " UNION ALL ".join(
        f"SELECT {kind} AS kind, {value} AS value FROM (SELECT 1) one{source} WHERE {when}"
        for kind, value, source, when in _said(row, "sqlite", there)
    )
    cohort, moment = f"{row}.cohort_id", f"COALESCE({row}.round_id, '{NOW}')"
    yield (
        f"INSERT INTO {TALLY} (cohort_id, round_id, kind, value, n, fresh) "  # noqa: S608
        f"SELECT {cohort}, {moment}, s.kind, s.value, 0, 0 FROM ({said}) s "
        f"WHERE NOT EXISTS (SELECT 1 FROM {TALLY} t WHERE t.cohort_id = {cohort} "
        f"AND t.round_id = {moment} AND t.kind = s.kind AND t.value = s.value)"
    )
    yield (
        f"UPDATE {TALLY} SET n = n {by} WHERE cohort_id = {cohort} AND round_id = {moment} "  # noqa: S608
        f"AND (kind, value) IN ({said})"
    )
