"""Fifty presses of one button at the same moment, twenty times: one case each."""

import threading
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.faults.asking import ask
from tests.journeys.site import Site
from tests.walker import Form, Walker, short_request

ROUNDS, PRESSES = 20, 50


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("double") / "var", LIMITS="0")
    site.start()
    yield site
    site.stop()


def test_many_presses_send_once(site):
    for number in range(ROUNDS):
        walker = Walker(f"http://127.0.0.1:{site.port}")
        reference = short_request(walker, name=f"Round {number}", send=False)
        form = Form(walker.text)
        values = [*form.values, ("consent_privacy", "on"), ("consent_limits", "on")]

        answers = press(walker, urljoin(walker.url, form.action or ""), values)

        assert set(answers) == {200}
        cases = f"C.objects.filter(reference={reference!r})"
        assert ask(site, f"[{cases}.count(), {cases}.get().status, {cases}.get().version]") == [1, "submitted", 2]
        told = ask(site, f"list(N.objects.filter(case__reference={reference!r}).values_list('kind', 'to_id'))")
        assert len({tuple(each) for each in told}) == len(told)
    drafts = ask(site, "C.objects.filter(child_name__startswith='Round').count()")
    assert drafts == ROUNDS


def press(walker, url, values):
    """The same form from as many threads, let go at once. -> the status of each answer"""
    gate, answers = threading.Barrier(PRESSES), []
    threads = [threading.Thread(target=_press, args=(walker, url, values, gate, answers)) for _ in range(PRESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _press(walker, url, values, gate, answers):
    opener = build_opener(HTTPCookieProcessor(walker.jar))
    request = Request(url, data=urlencode(values).encode(), headers={"Referer": walker.url})  # noqa: S310
    gate.wait()
    with opener.open(request, timeout=120) as answer:
        answers.append(answer.status)
