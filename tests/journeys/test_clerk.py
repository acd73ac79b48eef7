"""A clerk with a mail and twelve files: how many presses until we have them, in a real browser, without an account."""

import os
import re

import pytest
from django.conf import settings as configured
from django.utils import timezone

from intake.domain import delivery
from records.domain.arriving import store
from tests import make

FILES, MOST = 12, 8
COUNT = "addEventListener('mousedown', (event) => { if (event.isTrusted) pressed(); }, true)"


@pytest.fixture
def case(live_server, settings):
    settings.LIMITS, settings.BASE_URL = 0, live_server.url
    yield make.case(now=timezone.now(), **make.OFFICE)
    for path in os.scandir(configured.PARTIALS):
        os.unlink(path)


@pytest.fixture
def link(case, settings, tmp_path):
    """As it stands in the mail."""
    settings.EMAIL_BACKEND, settings.MAIL_FOLDER = "secondopinion.storage.FolderBackend", tmp_path / "mail"
    delivery.send_owed(now=timezone.now())
    (mail,) = [path.read_text() for path in settings.MAIL_FOLDER.iterdir() if "To: office@" in path.read_text()]
    return re.search(r"http\S+/physician/link/[\w-]+/", mail.replace("=\n", ""))[0]


def test_from_the_link_to_twelve_files_in_eight_presses(browser, case, link, tmp_path):
    files = [tmp_path / f"report {number}.pdf" for number in range(FILES)]
    for number, path in enumerate(files):
        path.write_bytes(make.PDF + os.urandom(100_000 + number))
    context, presses = browser.new_context(locale="en-US"), []
    context.set_default_timeout(30_000)
    context.expose_binding("pressed", lambda source: presses.append(source["page"].url))
    context.add_init_script(COUNT)
    page = context.new_page()
    page.goto(link)

    page.click("main form button[type=submit]")
    page.click("main a[href*='/upload/'] >> nth=0")
    with page.expect_file_chooser() as chooser:
        page.click("[name=file]")
    chooser.value.set_files(files)
    page.wait_for_selector(".so-upload >> nth=11")
    if page.locator("[name=item]:checked").count() == 0:
        page.click("label[for$='not_sure'], label:has-text('not sure')")
    page.click("main form button[type=submit]")
    page.wait_for_function("words => document.body.innerText.includes(words)", arg=f"We have {FILES} files.")

    assert 0 < len(presses) <= MOST, presses
    assert not [url for url in presses if "/account/" in url]
    assert store.store_due(now=timezone.now()) == FILES
    page.reload()
    assert page.locator(".so-files > li").count() == FILES
    print(f"\npresses: {len(presses)}")  # noqa: T201  (the figure)
    context.close()
