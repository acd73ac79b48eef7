from .answer import Answer, Ask, Consent
from .case import Child, Contact, Hold, Note, SearchWord, SecondOpinionRequest
from .history import Access, Event
from .notice import Counter, Notice, Sweep
from .people import Bucket, CaseMember, Code, Cover, Link, Service, User
from .reference import *  # noqa: F403
from .reference import __all__ as reference_models

__all__ = [
    "Access", "Answer", "Ask", "Bucket", "CaseMember", "Child", "Code", "Consent", "Contact", "Counter", "Cover",
    "Event", "Hold", "Link", "Note", "Notice", "SearchWord", "SecondOpinionRequest", "Service", "Sweep", "User",
    *reference_models,
]  # fmt: skip
