"""What each page of the queue asks the database, small and large (performance.md P2): `make bench-queue`.

    python -m tests.bench.queue [N]

N cases (100,000), and ten: every state, sort and filter, first, second and last page, a filter of two, and searches by
name, like a name, reference, phone and birth date, as the first coordinator and as the lead. Session and user apart.
"""

import re
import sys
import time
from html import unescape
from typing import NamedTuple

from tests.bench import server

SMALL, MOST = 10, 4
PEOPLE = ("coordinator1@example.org", "lead@example.org")
ROUNDS = 5


class Seen(NamedTuple):
    """One page: statements, the median of its milliseconds, rows shown."""

    sql: int
    ms: float
    rows: int


def main(count):
    with server.running():
        from django.core.management import call_command  # noqa: PLC0415

        call_command("seed_cases", str(SMALL), open=True)
        small = _round()
        call_command("seed_cases", str(count - SMALL))
        large = _round()
    _say(small, large, count)


def _round():
    """-> (person, page) -> Seen"""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from intake.queries import people, reference  # noqa: PLC0415

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    reference.refresh()
    found = {}
    for email in PEOPLE:
        user, client = people.staff_by_email(email), Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for name, address in _pages(client, user):
            found[email.partition("@")[0], name] = _seen(client, address, user)
    return found


def _pages(client, user):
    """(what it is, its address) of every kind of page."""
    from records.forms.coordinator import filters  # noqa: PLC0415

    here = "/coordinator/"
    for state in ("", *filters.STATES):
        yield f"state {state or 'open'}", f"{here}?state={state}"
    for sort, _ in filters.SORTS:
        first = f"{here}?sort={sort}"
        yield f"sort {sort}", first
        yield from _turned(client, f"sort {sort}", first)
    yield from _turned(client, "state delivered", f"{here}?state=delivered")
    for name, value in _filters(user):
        yield f"{name} {value}", f"{here}?{name}={value}"
    yield "priority and language", f"{here}?priority=P2&language=es&sort=due"
    for name, typed in _typed(user):
        first = client.post(here, {"q": typed}).url
        yield f"search {name}", first
        yield from _turned(client, f"search {name}", first)


def _turned(client, name, address):
    """The second and the last page, if there are any."""
    page = client.get(address).text
    for turn in ("next", "last"):
        if link := re.search(rf'<a [^>]*rel="{turn}"[^>]*>', page):
            yield f"{name}, {turn} page", unescape(re.search(r'href="([^"]+)"', link[0])[1])


def _filters(user):
    from intake.queries import reference  # noqa: PLC0415
    from records.forms.coordinator.filters import Filters  # noqa: PLC0415

    fields = Filters({}, snapshot=reference.current(), me=user, colleagues=[]).fields
    return [(name, value) for name in fields if name != "sort" for value, _ in fields[name].choices if value]


def _typed(user):
    """What a coordinator types: all taken from one case, of those that this person may see if there are any."""
    from intake.models import Contact, SecondOpinionRequest  # noqa: PLC0415
    from intake.queries import cases  # noqa: PLC0415

    seen = cases.visible_to(user).exclude(birth_date=None).order_by("-pk")
    case = seen.first() or SecondOpinionRequest.objects.exclude(birth_date=None).latest("pk")
    phone = Contact.objects.filter(case=case).exclude(phone_digits="").values_list("phone_digits", flat=True).first()
    return {
        "Smith": "smith", "two words": case.child_name, "like": f"{case.child_name[:4]}q{case.child_name[4:]}",
        "reference": case.reference, "birth date": f"{case.birth_date:%m/%d/%Y}", "phone": phone or "2025550100",
        "nothing": "qqqqq",
    }.items()  # fmt: skip


def _seen(client, address, user):
    from tests.rooms import desk  # noqa: PLC0415

    sql = len(desk.statements(client, address, user))
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        page = client.get(address)
        spent.append(time.perf_counter() - start)
    return Seen(sql, sorted(spent)[ROUNDS // 2] * 1000, len(desk.references(page)))


def _say(small, large, count):
    for who, name in large:
        then, now = small.get((who, name)), large[who, name]
        before = f"{then.sql} SQL {then.ms:.1f} ms" if then else "no such page"
        sys.stdout.write(f"{who}: {name}: {before} -> {now.sql} SQL {now.ms:.1f} ms, {now.rows} rows\n")
    most = {size: max(each.sql for each in pages.values()) for size, pages in ((SMALL, small), (count, large))}
    changed = [page for page in large if page in small and small[page].sql != large[page].sql]
    slowest = max(large, key=lambda page: large[page].ms)
    met = max(most.values()) <= MOST and not changed
    sys.stdout.write(
        f"{len(large)} pages; statements at most {most}; pages that differ: {changed or 'none'};"
        f" slowest {' '.join(slowest)} {large[slowest].ms:.0f} ms\nP2 queue pages: {'met' if met else 'missed'}\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
