"""Chasing so many open cases (performance.md P13): `python -m tests.bench.chasing [N]`, or `make bench-chasing`.

All cases fall due at once. Counts statements and milliseconds of each batch and the memory of the process after it;
then runs again, and then, a week later, two workers at once: nobody may be reminded twice.
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.bench import server

SEEN = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
WORK = (
    "import sys, django; django.setup()\n"
    "from datetime import datetime\n"
    "from intake.queries import reference\n"
    "from records.domain import chasing\n"
    "reference.refresh()\n"
    "print(chasing.send_due(now=datetime.fromisoformat(sys.argv[1])))\n"
)
TWICE = """
    SELECT count(*) FROM (SELECT 1 FROM intake_notice WHERE day IS NOT NULL AND cancelled_at IS NULL
    GROUP BY case_id, to_id, kind, day HAVING count(*) > 1) twice
"""
FAMILIES = """
    SELECT count(*) FROM (SELECT 1 FROM intake_notice n JOIN intake_contact c ON c.case_id = n.case_id
    AND c.kind = 'guardian' JOIN intake_user u ON u.id = n.to_id AND u.role = 'family'
    WHERE n.day IS NOT NULL AND n.cancelled_at IS NULL GROUP BY upper(c.email), n.day HAVING count(*) > 1) twice
"""
CALLS = """
    SELECT count(*) FROM (SELECT 1 FROM intake_notice n JOIN intake_event e ON e.id = n.event_id
    WHERE n.channel = 'call' AND n.sent_at IS NULL AND n.cancelled_at IS NULL
    GROUP BY n.case_id, n.to_id, n.kind, e.after HAVING count(*) > 1) twice
"""


class Spent(NamedTuple):
    """Milliseconds: by the clock, of this process' processor, in the database."""

    clock: float
    cpu: float
    database: float


class Batch(NamedTuple):
    cases: int
    sql: int
    spent: Spent
    memory: float  # MiB of this process after it


def main(count):
    with server.running():
        from django.core.management import call_command  # noqa: PLC0415

        call_command("seed_cases", str(count), open=True)
        now = _monday()
        _fall_due(now)
        first = _batches(now)
        _say("one worker", first, count)
        again = _batches(now)
        print(f"run again at the same moment: {sum(done for done, *_ in again)} cases, {_notices()} notices as before")
        _workers(now + timedelta(days=7), count)
        twice = {name: _one(sql) for name, sql in (("notices", TWICE), ("families", FAMILIES), ("calls", CALLS))}
        print(f"reminded twice: {twice}")
        _verdict(first, twice)


def _monday():
    """The next Monday, 15:00 UTC: daytime from Hawaii to Maine."""
    here = datetime.now(UTC).replace(hour=20, minute=0, second=0, microsecond=0)
    return here + timedelta(days=7 - here.weekday())


def _fall_due(now):
    from intake.models import SecondOpinionRequest  # noqa: PLC0415

    SecondOpinionRequest.objects.filter(is_open=True).update(remind_at=now)


def _batches(now):
    """-> a Batch each"""
    from django.db import connection  # noqa: PLC0415

    from intake.queries import reference  # noqa: PLC0415
    from records.domain import chasing  # noqa: PLC0415
    from records.queries import chasing as queries  # noqa: PLC0415

    reference.refresh()
    staff, found, seen = queries.staff(), [], []

    def count(execute, sql, *rest):
        start = time.perf_counter()
        answer = execute(sql, *rest)
        if not sql.startswith(SEEN):
            seen.append(time.perf_counter() - start)
        return answer

    with connection.execute_wrapper(count):
        while True:
            seen.clear()
            start = time.perf_counter()
            before = time.process_time()
            done = chasing._batch(staff, now)
            clock, cpu = time.perf_counter() - start, time.process_time() - before
            spent = Spent(clock * 1000, cpu * 1000, sum(seen) * 1000)
            if done:
                found.append(Batch(done, len(seen), spent, _memory()))
            if done < chasing.BATCH:
                return found


def _memory():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _say(who, batches, count):
    spent = sorted(each.spent.clock for each in batches)
    cpu, database = (statistics.median(getattr(each.spent, name) for each in batches) for name in ("cpu", "database"))
    early, late = batches[min(4, len(batches) - 1)].memory, batches[-1].memory
    print(
        f"{who}: {count} open cases, {len(batches)} batches, {_notices()} notices; statements a batch at most"
        f" {max(each.sql for each in batches)}; ms a batch p50 {statistics.median(spent):.0f},"
        f" p95 {spent[int(len(spent) * 0.95) - 1]:.0f}, most {spent[-1]:.0f};"
        f" of it own processor {cpu:.0f}, in the database {database:.0f};"
        f" memory after batch 5 {early:.0f} MiB, after the last {late:.0f} MiB"
    )


def _workers(now, count):
    _fall_due(now)
    before, start = _notices(), time.perf_counter()
    each = [subprocess.Popen([sys.executable, "-c", WORK, now.isoformat()], stdout=subprocess.PIPE, text=True)
            for _ in range(2)]  # fmt: skip
    done = [int(worker.communicate()[0]) for worker in each]
    spent = time.perf_counter() - start
    print(
        f"two workers at once: {done} cases in {spent:.0f} s, {_notices() - before} notices; all {count} by one of them"
    )
    assert sum(done) == count


def _notices():
    return _one("SELECT count(*) FROM intake_notice")


def _one(sql):
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def _verdict(batches, twice):
    sql = max(each.sql for each in batches)
    slow = sorted(each.spent.clock for each in batches)[int(len(batches) * 0.95) - 1]
    grown = batches[-1].memory - batches[min(4, len(batches) - 1)].memory
    met = sql <= 6 and slow <= 500 and grown <= 8 and not any(twice.values())
    found = f"{sql} SQL, {slow:.0f} ms at p95, memory {grown:+.1f} MiB, twice {sum(twice.values())}"
    print(f"P13 {found}: {'met' if met else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
