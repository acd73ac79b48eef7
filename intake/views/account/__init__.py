"""Staff sign-in and what staff decide about themselves."""

from .enroll import enroll, invitation, qr
from .home import end_session, home, kept
from .security import security
from .sign_in import code, login, logout

__all__ = ["code", "end_session", "enroll", "home", "invitation", "kept", "login", "logout", "qr", "security"]
