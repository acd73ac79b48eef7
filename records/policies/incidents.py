"""Who handles incidents, and how long there is for it."""

from datetime import timedelta

from intake.states import Role

HANDLERS = {Role.LEAD_COORDINATOR, Role.PRIVACY}
TIME = timedelta(days=60)  # 45 CFR 164.404: the family of the other child is told without delay, at most in 60 days


def handles(user):
    return user.role in HANDLERS


def told_by(incident):
    """The day by which whoever it concerns has been told."""
    return incident.opened_at + TIME
