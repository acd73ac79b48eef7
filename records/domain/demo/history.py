"""The history of a synthetic case: each move by whom it belongs to, at its moment, with reminders in between."""

from datetime import timedelta
from functools import cached_property, partial

from django.conf import settings

from intake.domain import answers, holds, members
from intake.domain import history as events
from intake.domain import transitions as locks
from intake.policies import calendar
from intake.queries import reference
from intake.states import HoldKind
from records.domain import cases, chasing, checklist, questions, sweeps

from . import grammar, records
from .clock import Clock
from .people import People

MOVES = {  # state -> (action, who)
    "collecting_records": ("accept", "coordinator"),
    "in_review": ("start_review", "oncologist"),
    "opinion_ready": ("sign", "oncologist"),
    "delivered": ("deliver", "coordinator"),
    "merged": ("merge", "coordinator"),
    "declined": ("decline", "coordinator"),
    "withdrawn": ("withdraw", "family"),
}
WHY = ("decline_reason", "withdraw_reason")
WORDS = "We need the surgery report in English, or leave to have it translated."


class Story:
    """Lives a synthetic case from its start to the load day. The caller holds the transaction."""

    def __init__(self, told, *, now):
        self.told, self.now = told, now
        self.today = calendar.today("", now)
        self.people = None

    def live(self):
        steps = self._steps()
        clock = Clock(self.now, self.today, len(steps))
        for offset, act in steps:
            moment = clock.at(offset)
            if self.people:
                self._remind(moment)
            act(moment)
        self._remind(self.now)
        sweeps.judge(self.people.case, now=self.now)
        return self.people.case

    def _steps(self):
        """-> (days from the load day, act) in order; records come in after the case was taken or accepted."""
        moves = [((grammar.day(move["at"], self.today) - self.today).days, move) for move in self.told["history"]]
        worked = [place for place, (_, move) in enumerate(moves) if move["to"] in {"in_triage", "collecting_records"}]
        steps = [(moves[0][0], self._send), (moves[0][0], self._first_holds)]
        for place, (offset, move) in enumerate(moves[1:], start=1):
            steps.append((offset, partial(self._move, move)))
            if worked and place == worked[-1]:
                until = moves[place + 1][0] if place + 1 < len(moves) else 0
                steps += self._record_steps(offset, until)
        return [*steps, (moves[-1][0], self._go_home)]

    def _record_steps(self, since, until):
        count = len(self.told["items"])
        days = [since + (until - since) * (place + 1) // count for place in range(count)]
        steps = []
        for place, offset in enumerate(days):
            steps += [(offset, partial(self._arrive, place)), (offset, partial(self._check, place))]
        return steps

    def _remind(self, until):
        """What the site would have sent in the meantime."""
        case = locks.lock(self.people.case)
        while case.remind_at and case.remind_at <= until:
            chasing.remind([case], now=case.remind_at)

    @cached_property
    def _in_order(self):
        return records.in_order(self.told, self.people.case)

    # Acts

    def _send(self, now):
        told, by = self.told, None
        if told["form"] == "physician":
            by = members.physician(now=now)
        language = told["answers"].get("language_written") or told["answers"].get("phy_language", "en")
        data = grammar.answers(told, reference.current(), self.today)
        started = now - timedelta(minutes=6)
        case = answers.start(data, user=by, form=told["form"], language=language, now=started)
        self.people = People(case, self.today)
        checklist.send(
            case, consents=grammar.consents(told), send_key=grammar.key(told), max_age=settings.MAX_AGE,
            by=by or self.people.family, now=now,
        )  # fmt: skip

    def _first_holds(self, now):
        """What answers do not set: the guardian's yes, a birthday that comes."""
        if any(hold["hold"] == HoldKind.GUARDIAN_NOT_CONFIRMED for hold in self.told["cleared_holds"]):
            cases.confirm_guardian(self.people.case, how="link", by=self.people.family, now=now)
        if HoldKind.TURNING_18 in self.told["holds"]:
            self._hold(HoldKind.TURNING_18, now)

    def _hold(self, kind, now):
        case, by = locks.lock(self.people.case), self.people.staff.coordinator
        if holds.put(case, [kind], by=by, now=now):
            events.add(case, "hold_set", after=kind, by=by, now=now)

    def _move(self, move, now):
        people, to = self.people, move["to"]
        coordinator = people.staff.coordinator
        if to == "in_triage":
            cases.assign(people.case, coordinator, by=coordinator, now=now)
        elif to == "needs_information":
            self._ask_more(now)
        elif to == "deceased":
            holds.report_death(people.case, by=coordinator, now=now)
            cases.advance(people.case, "confirm_death", by=coordinator, now=now)
        elif to in MOVES:  # the last record makes a case ready, nobody else
            action, who = MOVES[to]
            by = people.family if who == "family" else getattr(people.staff, who)
            why = next((self.told[column] for column in WHY if column in self.told), "")
            cases.advance(people.case, action, why=why, by=by, now=now)

    def _ask_more(self, now):
        rejected = [each["item"] for each in self.told["items"] if each["state"] == "incomplete"]
        numbers = list(self.people.case.items.filter(kind__in=rejected).values_list("number", flat=True))
        by, due = self.people.staff.coordinator, self.today + timedelta(days=4)
        questions.ask_more(self.people.case, room="family", items=numbers, words=WORDS, due_on=due, by=by, now=now)

    def _arrive(self, place, now):
        each = self._in_order[place]
        records.arrive(self.told, each, self.people, now=now)
        if each.get("note", "").startswith("held") and HoldKind.FACILITY_HOLD in self.told["holds"]:
            self._hold(HoldKind.FACILITY_HOLD, now)

    def _check(self, place, now):
        records.check(self._in_order[place], self.people, now=now)

    def _go_home(self, now):
        records.send_back(self.told, self.people, now=now)
