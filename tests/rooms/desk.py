"""How tests of the staff rooms come in, press and read."""

import re
from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

BACKEND = "django.contrib.auth.backends.ModelBackend"
APART = ("django_session", "BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def sign_in(client, user):
    client.force_login(user, backend=BACKEND)
    return user


def address(case, name="case", *more, room="coordinator"):
    return reverse(f"{room}:{name}", args=[case.reference, *more])


def get(client, case, name="case", *more, room="coordinator", **query):
    return client.get(address(case, name, *more, room=room), query)


def post(client, case, name, data=(), *more, room="coordinator", version=True):
    """Press or send, with the version of the case that is true now unless told."""
    case.refresh_from_db()
    seen = {"version": case.version if version is True else version, "seen": case.event_number}
    return client.post(address(case, name, *more, room=room), {**seen, **dict(data)})


def references(response):
    """The cases of a list, in their order."""
    return re.findall(r'data-case="([^"]+)"', response.text)


def statements(client, path, user):
    """What a page asks the database, without session and user."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path)
    assert response.status_code == 200, response.status_code
    found = [query["sql"] for query in caught if not any(word in query["sql"][:60] for word in APART)]
    return [sql for sql in found if "django_session" not in sql and not is_user(sql, user)]


def is_user(sql, user):
    return sql.startswith('SELECT "intake_user"') and f'"intake_user"."id" = {user.pk} LIMIT' in sql


def tables(sqls):
    """For a message: what was read how often."""
    return Counter(match[1] for sql in sqls if (match := re.search(r'(?:FROM|INTO) "(\w+)"', sql)))
