"""Every view has one door, its namespace's, and stands in that room's module; strangers are sent away alike."""

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import URLResolver

from tests import make

# Doors beside the rooms' own. A new pair shows in review.
OTHER_DOORS = {
    ("public", "anyone"),
    ("health", "anyone"),
    ("account", "anyone"),
    ("account", "staff"),
    ("files", "insider"),
    ("files", "sender"),
    ("family", "anyone"),  # start, return, link
    ("physician", "anyone"),  # return, link, refer
}
MODULE_OF_NAMESPACE = {"files": {"files"}, "health": {"health"}, "public": {"public"}, "account": {"account"}}
ARGUMENTS = {"reference": "SO-0000-0000-0", "token": "x" * 43, "key": "00000000-0000-4000-8000-000000000000"}


def leaves(patterns=None, namespace="", route=""):
    """(namespace, pattern, whole route) of every address of ours; /admin/ is Django's own."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from leaves(pattern.url_patterns, pattern.namespace or namespace, here)
        elif isinstance(pattern, URLPattern):
            yield namespace, pattern, here


LEAVES = [leaf for leaf in leaves() if leaf[0]]
IDS = [f"{namespace}:{pattern.name}" for namespace, pattern, _ in LEAVES]


@pytest.mark.parametrize(("namespace", "pattern", "route"), LEAVES, ids=IDS)
def test_every_view_has_its_room_s_door(namespace, pattern, route):
    door = getattr(pattern.callback, "door", None)

    assert pattern.name
    assert door == namespace or (namespace, door) in OTHER_DOORS


@pytest.mark.parametrize(("namespace", "pattern", "route"), LEAVES, ids=IDS)
def test_every_view_stands_in_its_room_s_module(namespace, pattern, route):
    parts = set(pattern.callback.__module__.split("."))
    rooms = MODULE_OF_NAMESPACE.get(namespace, {namespace})

    assert parts & rooms or any(part.startswith(tuple(f"{room}_" for room in rooms)) for part in parts)
    assert "views" in parts or "allauth" in parts


def test_every_view_names_its_methods(client, db):
    wrong = []
    for namespace, pattern, _ in LEAVES:
        known = {"anyone": {405, 404}, "sender": {405, 401}}.get(getattr(pattern.callback, "door", ""), {405, 404, 302})
        for method in ("delete", "put", "trace"):
            if getattr(client, method)(address(namespace, pattern)).status_code not in known:
                wrong.append((namespace, pattern.name, method))

    assert wrong == []


def test_a_stranger_is_sent_to_sign_in_from_every_page(client, db):
    real, wrong = make.case().reference, []
    for namespace, pattern, _ in LEAVES:
        if getattr(pattern.callback, "door", "") in {"anyone", "sender"}:
            continue
        answers = [client.get(address(namespace, pattern)), client.get(address(namespace, pattern, reference=real))]
        ways_in = {answer.headers.get("Location", "").split("?")[0] for answer in answers}
        if {answer.status_code for answer in answers} != {302} or len(ways_in) > 1 or not ways_in <= WAYS_IN:
            wrong.append((namespace, pattern.name, ways_in))

    assert wrong == []


WAYS_IN = {"/account/login/", "/family/return/", "/physician/return/"}


def address(namespace, pattern, **given):
    names = pattern.pattern.converters
    values = {name: given.get(name) or sample(name, converter) for name, converter in names.items()}
    return reverse(f"{namespace}:{pattern.name}", kwargs=values)


def sample(name, converter):
    if name in ARGUMENTS:
        return ARGUMENTS[name]
    return 1 if converter.__class__.__name__ == "IntConverter" else "treatment"
