from datetime import datetime, time, timedelta

from intake.policies import calendar


class Clock:
    """A moment for each step: past days from nine in the morning on, today between two hours ago and now."""

    def __init__(self, now, today, steps):
        self.now, self.today, self.steps = now, today, steps
        self.zone = calendar.local("", now).tzinfo
        self.last = None

    def at(self, offset):
        """Steps are asked for in order; each comes after the one before."""
        first, step = self._day(offset)
        self.last = first if self.last is None or self.last < first else self.last + step
        return self.last

    def _day(self, offset):
        midnight = datetime.combine(self.today + timedelta(days=offset), time(), self.zone)
        if offset < 0:
            return midnight + timedelta(hours=9), timedelta(minutes=7)
        first = max(midnight, self.now - timedelta(hours=2))
        return first, (self.now - first) / (self.steps + 1)
