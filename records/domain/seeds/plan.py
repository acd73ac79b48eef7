"""The plan: one row a case with everything that is drawn by lot, made inside the database."""

TABLES = {
    "seed_key": "n int, reference text, sealed_key bytea",
    "seed_name": "language text, part text, number int, name text, words text[]",
    "seed_language": "language text, written text, firsts int, lasts int, low int, high int",
    "seed_path": (
        "status text, opens bool, low int, high int, events int, version int, came_from text, submitted int,"
        " ready int, review int, delivered int, ended int, taken int, accepted int, stage text, waiting_on text,"
        " next_action text, why text, ended_who text"
    ),
    "seed_step": "status text, number int, action text, before text, after text, who text",
    "seed_team": (
        "home bool, number int, size int, service_id bigint, grp text, coordinator bigint, oncologist bigint,"
        " oncologist_role text, covered bool"
    ),
    "seed_chain": (
        "n int, number int, case_id bigint, action text, before text, after text, why text, by_id bigint, role text,"
        " at timestamptz, digest text"
    ),
    "seed_item": (
        "grp text, phase text, number int, kind text, category text, necessity text, why text, holder text, rank int"
    ),
}
# each is a timing of its own name
PHASES = ("before_treatment", "first_weeks", "change_proposed", "relapse_refractory", "after_treatment")
REGIONS = ("CA", "TX", "FL", "NY", "PA", "IL", "OH", "GA", "NC", "MI", "NJ", "WA", "AZ", "CO", "MD", "OR")

PLAN = """
CREATE TEMP TABLE seed_plan ON COMMIT DROP AS
WITH dice AS MATERIALIZED (
    SELECT n, reference, sealed_key, %(all_open)s OR n %% 20 = 0 AS is_open, (n / 20) %% 5 <> 0 AS home,
        n %% 5 < 2 AS office_mail,
        n %% 60 = 7 AS common, floor(random() * 100)::int AS fate, floor(random() * 100)::int AS tongue,
        (%(phases)s)[1 + n %% 5] AS phase, (%(regions)s)[1 + n %% cardinality(%(regions)s)] AS region,
        random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6
    FROM seed_key
), drawn AS MATERIALIZED (
    SELECT dice.*, spoken.language, spoken.written, floor(r3 * spoken.firsts)::int AS first_number,
        floor(r4 * spoken.lasts)::int AS last_number, floor(r5 * spoken.firsts)::int AS parent_number
    FROM dice JOIN seed_language spoken ON dice.tongue >= spoken.low AND dice.tongue < spoken.high
), needs AS (
    SELECT grp, phase, count(*) AS whole, count(*) FILTER (WHERE number <= %(most)s) AS few
    FROM seed_item WHERE rank > 0 GROUP BY grp, phase
), placed AS (
    SELECT drawn.*, path.*, team.service_id, team.grp, team.coordinator, team.oncologist,
        team.oncologist_role, team.covered, first.name AS first_name, first.words AS first_words,
        CASE WHEN drawn.common THEN %(common)s ELSE last.name END AS last_name,
        CASE WHEN drawn.common THEN %(common_words)s ELSE last.words END AS last_words,
        parent.name AS parent_name, parent.words AS parent_words,
        CASE WHEN drawn.is_open THEN whole ELSE few END AS needed,
        date_trunc('second', %(now)s - CASE WHEN drawn.is_open THEN r1 * interval '29 days' + interval '1 hour'
            ELSE interval '90 days' + r1 * interval '1000 days' END) AS started_at
    FROM drawn
    JOIN seed_path path ON path.opens = drawn.is_open AND drawn.fate >= path.low AND drawn.fate < path.high
    JOIN seed_team team ON team.home = drawn.home AND team.number = floor(r2 * team.size)::int
    JOIN needs ON needs.grp = team.grp AND needs.phase = drawn.phase
    JOIN seed_name first ON (first.language, first.part, first.number) = (drawn.language, 'first', first_number)
    JOIN seed_name last ON (last.language, last.part, last.number) = (drawn.language, 'last', last_number)
    JOIN seed_name parent ON (parent.language, parent.part, parent.number) = (drawn.language, 'first', parent_number)
)
SELECT placed.*, %(case_base)s + n AS case_id, %(user_base)s + n AS family,
    CASE WHEN office_mail THEN %(user_base)s + %(count)s + n END AS office,
    CASE stage WHEN 'whole' THEN needed WHEN 'half' THEN needed / 2 ELSE 0 END AS come,
    floor(CASE WHEN is_open THEN extract(epoch FROM %(now)s - started_at) / (events + 1)
        ELSE 86400 + r6 * 500000 END)::bigint AS gap
FROM placed ORDER BY n
"""

# One event of every case at a time, since its digest covers the one before.
CHAIN = """
INSERT INTO seed_chain
SELECT n, number, case_id, action, before, after, why, by_id, role, at, encode(sha256(convert_to(concat(
        head, part, case_id, part, number, part, 'case', part, action, part, before, part, after, part, why, part,
        by_id, part, role, part, extract(epoch FROM at)::bigint, '.0', part), 'UTF8')), 'hex')
FROM (
    SELECT p.n, s.number, p.case_id, s.action, s.before, coalesce(c.digest, repeat('0', 64)) AS head, chr(31) AS part,
        CASE s.action WHEN 'assigned' THEN p.coordinator::text ELSE s.after END AS after,
        CASE s.number WHEN p.events THEN p.why ELSE '' END AS why,
        CASE s.who WHEN 'family' THEN p.family WHEN 'oncology' THEN p.oncologist WHEN 'system' THEN %(system)s
            ELSE p.coordinator END AS by_id,
        CASE s.who WHEN 'oncology' THEN p.oncologist_role ELSE s.who END AS role,
        p.started_at + make_interval(secs => p.gap * (s.number - 1)) AS at
    FROM seed_plan p JOIN seed_step s ON s.status = p.status AND s.number = %(number)s
    LEFT JOIN seed_chain c ON c.n = p.n AND c.number = %(number)s - 1
) step
"""


def at(place):
    """The moment of an event of the history, by its number."""
    return f"(p.started_at + make_interval(secs => p.gap * ({place} - 1)))"
