"""`make pictures`: starts a demo site, opens two pages in a browser, and keeps what they look like for the README."""

import json
import os
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")
django.setup()

from django.utils import timezone  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from intake.domain.sign_in import factors  # noqa: E402
from tests.conftest import CHROMIUM  # noqa: E402
from tests.journeys.site import Site  # noqa: E402

FOLDER = Path(__file__).parent.parent / "static" / "design" / "pictures"


def main():
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder) / "var", LIMITS="0")
        site.start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        try:
            base = f"http://127.0.0.1:{site.port}"
            picture(browser, "family", 400, lambda page: family(page, base))
            picture(browser, "queue", 1280, lambda page: queue(page, base, site))
        finally:
            browser.close()
            site.stop()


def picture(browser, name, width, go):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    go(page)
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


def family(page, base):
    """The first family of the sign-in page: its link, its words, its status."""
    page.goto(f"{base}/account/login/")
    card = page.locator(".govuk-summary-card", has_text="Four words").first
    words = card.locator("dt:has-text('Four words') + dd").inner_text()
    page.goto(base + card.locator("a").get_attribute("href"))
    page.locator("main form button[type=submit]").click()
    page.goto(page.url.split("?")[0].rstrip("/").rsplit("/", 1)[0] + "/unlock/")
    page.locator("main form input:not([type=hidden])").first.fill(words)
    page.locator("main form button[type=submit]").first.click()


def queue(page, base, site):
    account = next(each for each in json.loads((site.var / "demo.json").read_text()) if each["role"] == "coordinator")
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.locator("main form button[type=submit]").first.click()
    page.fill("[name=code]", factors.code_at(account["totp_secret"], timezone.now()))
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{base}/coordinator/")


if __name__ == "__main__":
    main()
