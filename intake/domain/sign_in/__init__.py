"""Staff sign-in: a password, always a second factor, sessions that end."""

from .factors import enrolled
from .invitations import accept, invite, invited
from .passwords import change_password, check_code, check_password, forget_app, prefer

__all__ = [
    "accept", "change_password", "check_code", "check_password", "enrolled", "forget_app", "invite", "invited",
    "prefer",
]  # fmt: skip
