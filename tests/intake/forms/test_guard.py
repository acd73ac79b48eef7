import pytest
import time_machine
from django.http import QueryDict

from intake.forms import Form, guard
from tests import make


@pytest.fixture
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def shown(about="place"):
    form = Form()
    guard.add(form, about)
    return {guard.SEEN: form.fields[guard.SEEN].initial}


@pytest.mark.parametrize(("seconds", "suspect"), [(0, True), (1, True), (guard.LEAST + 1, False), (9**6, False)])
def test_a_person_needs_a_moment(seconds, suspect, clock):
    data = shown()
    clock.shift(seconds)

    assert guard.suspects(data, "place") is suspect


@pytest.mark.parametrize(("limits", "seconds", "suspect"), [(0, 0, False), (10, 1, False), (1, 1, True)])
def test_the_limits_of_a_site_scale_the_moment(limits, seconds, suspect, clock, settings):
    settings.LIMITS = limits
    data = shown()
    clock.shift(seconds)

    assert guard.suspects(data, "place") is suspect


def test_a_filled_trap_is_never_a_person(clock, settings):
    data = shown() | {guard.TRAP: "x"}
    clock.shift(60)
    settings.LIMITS = 0

    assert guard.suspects(data, "place")


@pytest.mark.parametrize("stamp", ["", "place :1abc:forged", None])
def test_a_time_that_we_did_not_write_is_no_time(stamp, clock):
    assert guard.suspects({guard.SEEN: stamp} if stamp is not None else {}, "place")


def test_the_time_of_another_form_does_not_count(clock):
    data = shown("SO-7F3K-2QXM-4")
    clock.shift(60)

    assert guard.suspects(data, "place")


def test_send_again_goes_through_at_once_with_every_word(clock):
    data = QueryDict("a=1&a=2&b=three&website=spam&seen=x&csrfmiddlewaretoken=y")

    pairs = guard.kept(data, "place")

    assert pairs[:-1] == [("a", "1"), ("a", "2"), ("b", "three")]
    assert not guard.suspects(dict(pairs), "place")
    assert guard.suspects(dict(pairs), "elsewhere")
