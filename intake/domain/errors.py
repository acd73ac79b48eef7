"""What the inside says when it does not do as asked."""


class Refused(Exception):
    """A step that policy denies. The text is for people."""


class Stale(Refused):
    """Somebody changed the row after this person had looked at it."""


class TooMany(Exception):
    """A rate limit is used up; try again later."""
