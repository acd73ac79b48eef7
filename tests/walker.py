"""A person without JavaScript, over a real connection: opens pages, fills in their forms, keeps cookies."""

from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener


class Form(HTMLParser):
    """The main form of a page: its action and the values that stand in it."""

    def __init__(self, text):
        super().__init__()
        self.action, self.values, self.inside, self.depth = None, [], False, False
        self.page = self.room = ""
        self._textarea = self._select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attrs = dict(attributes)
        if tag == "body":
            self.page, self.room = attrs.get("data-page", ""), attrs.get("data-room", "")
        if tag == "main":
            self.depth = True
        if tag == "form" and self.depth and self.action is None and attrs.get("method", "").lower() == "post":
            self.action, self.inside = attrs.get("action", ""), True
        if not self.inside or (not attrs.get("name") and tag != "option"):
            return
        self._value(tag, attrs)

    def _value(self, tag, attrs):
        if tag == "input" and attrs.get("type") in {"radio", "checkbox"}:
            if "checked" in attrs:
                self.values.append((attrs["name"], attrs.get("value", "on")))
        elif tag == "input" and attrs.get("type") not in {"file", "submit"}:
            self.values.append((attrs["name"], attrs.get("value", "")))
        elif tag == "textarea":
            self._textarea = attrs["name"]
            self.values.append((self._textarea, ""))
        elif tag == "select":
            self._select = attrs["name"]
        elif tag == "option" and "selected" in attrs and self._select:
            self.values.append((self._select, attrs.get("value", "")))

    def handle_data(self, data):
        if self._textarea:
            self.values[-1] = (self._textarea, self.values[-1][1] + data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self._textarea = None


class Walker:
    def __init__(self, base):
        self.base, self.jar = base, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.url = self.text = ""
        self.status = 0

    def get(self, path):
        return self._open(Request(urljoin(self.base, path)))  # noqa: S310

    def send(self, **answers):
        """Post the page's form with these answers on top of what stands in it."""
        form = Form(self.text)
        values = [(name, value) for name, value in form.values if name not in answers]
        for name, value in answers.items():
            values += [(name, each) for each in (value if isinstance(value, list | tuple) else [value])]
        return self.post(urljoin(self.url, form.action or ""), values)

    def post(self, url, values):
        request = Request(url, data=urlencode(values).encode(), headers={"Referer": self.url})  # noqa: S310
        return self._open(request)

    def _open(self, request):
        try:
            answer = self.opener.open(request, timeout=60)
        except HTTPError as error:
            answer = error
        self.status, self.url, self.text = answer.status, answer.url, answer.read().decode(errors="replace")
        return self

    @property
    def page(self):
        return Form(self.text).page


def short_request(walker, *, name="Nia", email="ana.sample@example.org", send=True):
    """A parent's way through the eight pages. -> the reference"""
    walker.get("/family/start/")
    walker.send(red_flags="none")
    walker.send(country="US", region="PA", asker_role="parent")
    reference = walker.url.split("/family/")[1].split("/")[0]
    walker.send(
        timing="first_weeks", decision_date_unknown="on", decision_date_month="", decision_date_day="",
        decision_date_year="",
    )  # fmt: skip
    walker.send(
        child_first_name=name, child_last_name="Sample", child_dob_month="4", child_dob_day="27", child_dob_year="2019"
    )
    walker.send(dx_known="confirmed", dx_text="osteosarcoma")
    walker.send(guardian_first_name="Ana", guardian_relation="mother", guardian_email=email)
    while walker.page not in {"doctor", "check"}:
        walker.get(f"/family/{reference}/doctor/")
    if walker.page == "doctor":
        walker.send(
            doctor_name="Dr. Avery Fixture", doctor_email=f"office-{reference.lower()}@example.org",
            doctor_contact_ok="yes",
        )  # fmt: skip
    walker.get(f"/family/{reference}/check/")
    if send:
        walker.send(consent_privacy="on", consent_limits="on")
    return reference
