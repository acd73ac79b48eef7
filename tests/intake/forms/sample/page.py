"""Draws a sample page as a request would, and finds elements in it."""

from html.parser import HTMLParser

from django.test import RequestFactory
from django.urls import resolve

from . import urls

VOID = {"area", "br", "hr", "img", "input", "link", "meta", "path"}


class Element:
    def __init__(self, tag, attrs, inside):
        self.tag, self.attrs, self.inside, self.words = tag, attrs, inside, ""

    def __getitem__(self, name):
        return self.attrs.get(name)

    @property
    def text(self):
        return " ".join(self.words.split())

    def is_in(self, tag, **attrs):
        return any(outer.matches(tag, attrs) for outer in self.inside)

    def matches(self, tag, attrs):
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return self.tag == tag and all(self.attrs.get(name) == value for name, value in wanted.items())


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.html, self.elements, self._open = html, [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), list(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element.words += data

    def find(self, tag, **attrs):
        return [element for element in self.elements if element.matches(tag, attrs)]

    def one(self, tag, **attrs):
        found = self.find(tag, **attrs)
        assert len(found) == 1, f"{len(found)} of {tag} {attrs}"
        return found[0]


def draw(path, data=None, *, user=None, cookies=None):
    """The page at an address of the sample site, posted if there is data."""
    request = RequestFactory().post(path, data) if data is not None else RequestFactory().get(path)
    request.COOKIES.update(cookies or {})
    if user:
        request.user = user
    request.resolver_match = resolve(path, urls)
    view, args, kwargs = request.resolver_match
    return Page(view(request, *args, **kwargs).render().content.decode())
