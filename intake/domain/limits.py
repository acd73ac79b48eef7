"""Rate limits as token buckets in PostgreSQL. They count failures, new cases and link requests, never a success."""

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

# What is counted -> (how many, in how many seconds)
ALLOWED = {
    "sign_in_ip": (20, 3600),
    "sign_in_account": (10, 3600),
    "code": (5, 600),
    "link_address": (3, 3600),
    "link_ip": (20, 3600),
    "reference_ip": (10, 3600),
    "passphrase": (10, 3600),
    "new_case_ip": (20, 3600),
}
TAKE = """
    INSERT INTO intake_bucket AS b (key, tokens, filled_at) VALUES (%(key)s, %(most)s - 1, now())
    ON CONFLICT (key) DO UPDATE SET filled_at = now(), tokens = greatest(-1, least(%(most)s,
        b.tokens + extract(epoch FROM now() - b.filled_at) * %(most)s / %(seconds)s) - 1)
    RETURNING tokens
"""
GIVE_BACK = """
    UPDATE intake_bucket SET tokens = least(%(most)s, tokens + 1) WHERE key = %(key)s RETURNING tokens
"""
LEFT = """
    SELECT least(%(most)s, tokens + extract(epoch FROM now() - filled_at) * %(most)s / %(seconds)s)
    FROM intake_bucket WHERE key = %(key)s
"""


def take(what, who):
    """Count one. -> whether there was still one to take"""
    return not settings.LIMITS or _run(TAKE, what, who) >= 0


def give_back(what, who):
    """It was none of what is counted. Taking first and giving back leaves no gap for many tries at once."""
    if settings.LIMITS:
        _run(GIVE_BACK, what, who)


def left(what, who):
    """Whether there is one to take, without counting."""
    return not settings.LIMITS or _run(LEFT, what, who) >= 1


def _run(statement, what, who):
    most, seconds = ALLOWED[what]
    key = salted_hmac("bucket", f"{what}|{who}", algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"key": key, "most": most * settings.LIMITS, "seconds": seconds})
        row = cursor.fetchone()
    return row[0] if row else most * settings.LIMITS
