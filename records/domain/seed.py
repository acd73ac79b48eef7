"""Believable cases in bulk, for work at scale: drawn by lot and written inside the database, in one transaction."""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import Error, connection, transaction

from intake import folding, references, sealing
from intake.domain import showcase
from intake.models import Answer, Cover, SecondOpinionRequest, Service, User
from intake.policies.conditions import complete
from intake.queries import people, reference
from intake.states import Role
from records.policies import checklist

from .demo import team
from .seeds import copy, names, paths, plan, rows, told

HOME = "coordinator1@example.org"
MOST = 5  # records of an ended case; open ones have all
WORTHWHILE = 20_000  # rows from which on indexes are made anew instead of kept


@transaction.atomic
def load(count, *, all_open=False, now):
    """One of twenty is open, or all. -> how many cases were made"""
    now = now.replace(microsecond=0)
    snapshot = reference.refresh()
    _staff(now)
    with connection.cursor() as cursor:
        _prepare(cursor)
        _fill(cursor, count, snapshot)
        facts = {**_facts(cursor, count, snapshot, now), "all_open": all_open}
        cursor.execute("SET LOCAL join_collapse_limit = 1; SET LOCAL enable_nestloop = off")  # in the order written
        cursor.execute(plan.PLAN, facts)
        cursor.execute("SET LOCAL enable_nestloop = on")
        cursor.execute("ANALYZE seed_plan")
        for number in range(1, paths.LONGEST + 1):
            cursor.execute(plan.CHAIN, {**facts, "number": number})
        tables = list(dict.fromkeys([model._meta.db_table for model, *_ in rows.ROWS] + [Answer._meta.db_table]))
        again = _indexes_away(cursor, tables) if count >= WORTHWHILE else []
        for model, columns, source in rows.ROWS:
            cursor.execute(rows.insert(model, columns, source), facts)
        _tell(cursor, snapshot)
        for statement in again:
            cursor.execute(statement)
    return count


def tidy():
    """What a bulk load owes the planner. -> what could not be done for lack of rights"""
    refused = []
    for statement in ("VACUUM (ANALYZE)", "CHECKPOINT"):
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except Error:
            refused.append(statement)
    return refused


def _staff(now):
    """The people of the demonstration work on these cases; without them they are made."""
    if people.staff_by_email(HOME) is None:
        told = showcase.read()
        showcase.write({**told, "accounts": team.load(told["accounts"], now=now)})


def _prepare(cursor):
    """Rows refer to each other by construction: where we may, nobody checks each of them again."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
    cursor.execute("SET LOCAL synchronous_commit = off")
    for name, columns in plan.TABLES.items():
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}, pg_temp.seed_plan")
        cursor.execute(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")


def _fill(cursor, count, snapshot):
    copy.into(cursor, "seed_key", _keys(count))
    copy.into(cursor, "seed_name", names.people())
    copy.into(cursor, "seed_language", names.counts())
    copy.into(cursor, "seed_path", paths.paths())
    copy.into(cursor, "seed_step", paths.steps())
    copy.into(cursor, "seed_team", _team())
    copy.into(cursor, "seed_item", _items(snapshot))
    cursor.execute("ANALYZE seed_key; ANALYZE seed_name; ANALYZE seed_item; ANALYZE seed_step; ANALYZE seed_path")


def _keys(count):
    """References drawn distinct first, each with its case key."""
    drawn = set(SecondOpinionRequest.objects.values_list("reference", flat=True))
    taken, found = len(drawn), []
    while len(drawn) - taken < count:
        made = references.new()
        if made not in drawn:
            drawn.add(made)
            found.append(made)
    for number, made in enumerate(found, start=1):
        yield number, made, sealing.new_case_key(made)[0]


def _team():
    """Who works on which group: four of five cases belong to the service of the first coordinator."""
    home = people.staff_by_email(HOME).services.order_by("pk").first()
    for service in Service.objects.order_by("pk"):
        groups = [each for each in service.groups.split(";") if each]
        for number, group in enumerate(groups):
            coordinator = User.objects.filter(role=Role.COORDINATOR, services=service).order_by("pk").first()
            covers = Cover.objects.filter(service=service, group=group, user__role=Role.ONCOLOGY).order_by("pk")
            doctors = User.objects.filter(role=Role.ONCOLOGY, services=service).order_by("pk")
            doctor = doctors.filter(covers__in=covers).first() or doctors.first() or people.all_leads()[0]
            yield (
                service == home,
                number,
                len(groups),
                service.pk,
                group,
                coordinator.pk,
                doctor.pk,
                doctor.role,
                covers.exists(),
            )


def _items(snapshot):
    """The records that each group needs in each phase, in the order of the list."""
    for group in snapshot.checklist_groups:
        for phase in plan.PHASES:
            facts = complete(snapshot, {"dx_group": group, "timing": phase}, today=date.min)
            needed = [want for want in checklist.items(snapshot, facts) if want.necessity == "required"]
            rank = 0
            for number, want in enumerate(needed, start=1):
                category = snapshot.record_items[want.kind].category
                rank += category != "legal"
                place = 0 if category == "legal" else rank
                yield group, phase, number, want.kind, category, "required", want.why, want.holder, place


def _facts(cursor, count, snapshot, now):
    return {
        "now": now, "count": count, "most": MOST, "system": people.system().pk, "key_id": settings.FILE_KEY_ID,
        "version": snapshot.version, "common": names.COMMON, "common_words": folding.words(names.COMMON),
        "phases": list(plan.PHASES), "regions": list(plan.REGIONS), "nobody": make_password(None),
        "case_base": _reserve(cursor, SecondOpinionRequest, count), "user_base": _reserve(cursor, User, 2 * count),
    }  # fmt: skip


def _reserve(cursor, model, count):
    """A run of keys of our own, so that rows can name each other before they exist. -> the key before the first"""
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
    (sequence,) = cursor.fetchone()
    cursor.execute("SELECT nextval(%s)", [sequence])
    (base,) = cursor.fetchone()
    cursor.execute("SELECT setval(%s, %s)", [sequence, base + count + 1])
    return base


def _tell(cursor, snapshot):
    """Answers are sealed here, so only open cases have them."""
    cursor.execute(told.OPEN)
    columns = "case_id, question, value, sealed, unknown, at, by_id"
    found = (row for each in cursor.fetchall() for row in told.rows(each, snapshot))
    copy.into(cursor, f"intake_answer (row, {columns})", ((0, *row) for row in found))


def _indexes_away(cursor, tables):
    """Making an index once is cheaper than keeping it for each row. -> the statements that bring them back"""
    cursor.execute(
        """
        SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid),
            c.conname, pg_get_constraintdef(c.oid)
        FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'
        WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary
        """,
        [tables],
    )
    again = []
    for index, table, definition, name, constraint in cursor.fetchall():
        if name:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {constraint}')
        else:
            cursor.execute(f"DROP INDEX {index}")
            again.append(definition)
    return again
