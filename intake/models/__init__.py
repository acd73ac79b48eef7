from .answer import Answer, Ask, Consent
from .case import SecondOpinionRequest
from .child import Child, Contact, SearchWord
from .history import Access, Event
from .hold import Hold, Note
from .notice import Counter, Notice, Sweep
from .people import Bucket, CaseMember, Code, Cover, Link, Service, User
from .reference import *  # noqa: F403
from .reference import __all__ as reference_models

__all__ = [
    "Access", "Answer", "Ask", "Bucket", "CaseMember", "Child", "Code", "Consent", "Contact", "Counter", "Cover",
    "Event", "Hold", "Link", "Note", "Notice", "SearchWord", "SecondOpinionRequest", "Service", "Sweep", "User",
    *reference_models,
]  # fmt: skip
