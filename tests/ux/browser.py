"""A person who goes through a room: opens what can be opened, remembers which pages there are."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.walker import Form, Walker

# How many examples of one page an actor keeps: a record page looks much like the next, a case page does not.
EXAMPLES = {"case": 14, "queue": 8, "inbox": 8}
FEW = 2


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


class Actor:
    """One browser with one seat. `pages`: path -> (room, page)"""

    def __init__(self, name, base):
        self.name, self.walker, self.pages = name, Walker(base), {}

    def visit(self, path):
        """The path if it is a page of its own, else None (a redirect, a refusal, a download)."""
        self.walker.get(path)
        form = Form(self.walker.text)
        if self.walker.status != 200 or not form.page or _path(self.walker.url) != path:
            return None
        self.pages[path] = (form.room, form.page)
        return path

    def crawl(self, prefix, *starts):
        """Everything that links lead to below this prefix, from these pages on."""
        waiting, seen = list(starts), set()
        while waiting:
            path = waiting.pop(0)
            if path in seen or not path.startswith(prefix) or path.endswith("/qr.svg"):
                continue
            seen.add(path)
            if self.visit(path) and not self._enough(path):
                waiting += [_path(urljoin(self.walker.url, link)) for link in Links(self.walker.text).found]

    def _enough(self, path):
        """Too many of this kind: forget it, and what only it leads to."""
        kind = self.pages[path]
        if list(self.pages.values()).count(kind) <= EXAMPLES.get(kind[1], FEW):
            return False
        del self.pages[path]
        return True

    def keep(self, folder):
        """Two files: the paths, and the cookies as Playwright reads them."""
        (folder / f"urls-{self.name}.txt").write_text("".join(f"{path}\n" for path in self.pages))
        cookies = [
            {
                "name": each.name, "value": each.value, "domain": "127.0.0.1", "path": each.path, "expires": -1,
                "httpOnly": True, "secure": False, "sameSite": "Lax",
            }
            for each in self.walker.jar if each.name != "django_language"
        ]  # fmt: skip
        (folder / f"{self.name}.json").write_text(json.dumps({"cookies": cookies, "origins": []}))


def _path(url):
    parts = urlsplit(url)
    state = re.search(r"(?:^|&)(state=[a-z_]+)", parts.query)
    return parts.path + (f"?{state[1]}" if state else "")
