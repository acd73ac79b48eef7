"""JSON lines that hold no personal fact: known keys only, no text of exceptions, no address."""

import logging as std
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.db import Error

KEYS = {
    *"actor attempts child_task_name count duration_ms error event exception kind level logger method ms".split(),
    *"notice request_id route state status task task_id timestamp wait".split(),
}


def logging(level: str) -> dict[str, Any]:
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"plain": {"()": PlainMessages}},
        "formatters": {"json": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["plain"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level},
            "django.server": {"handlers": [], "propagate": False},  # prints paths; `trace` prints the route
            "celery.app.trace": {"handlers": [], "propagate": False},  # prints exceptions; django_structlog does not
            "celery.worker.strategy": {"level": "WARNING"},
            "botocore": {"level": "WARNING"},  # below it prints what it sends
            "urllib3": {"level": "WARNING"},
            "gunicorn.error": {"handlers": ["stderr"], "propagate": False},
        },
    }


class PlainMessages(std.Filter):
    """Django and gunicorn put the path, the host or the caller into their messages: keep the words before those."""

    def filter(self, record: std.LogRecord) -> bool:
        if record.name.startswith(("django.request", "django.security", "gunicorn.error")):
            words = str(record.msg)
            if words.startswith("%s") and isinstance(record.args, tuple):
                words = str(record.args[0])
            record.msg, record.args = re.split(r"[:(%]| from ", words)[0].strip(), ()
        return True


def where(error: BaseException | None) -> str:
    """Class and places, never the text: PostgreSQL writes whole rows into it."""
    parts = []
    while error:
        frames = traceback.extract_tb(error.__traceback__)
        parts.append(" < ".join([name(error), *(f"{at.filename}:{at.lineno} {at.name}" for at in reversed(frames))]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " <- ".join(parts)


def name(error: BaseException) -> str:
    words = [type(error).__name__]
    if isinstance(error, Error) and (cause := error.__cause__):
        diag = getattr(cause, "diag", None)
        words += [str(part) for part in (getattr(cause, "pgcode", ""), getattr(diag, "constraint_name", "")) if part]
    elif isinstance(error, OSError) and error.strerror:
        words.append(error.strerror)
    return " ".join(words)


def _places(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    info = event.pop("exc_info", None)
    if info:
        error = info if isinstance(info, BaseException) else (info if isinstance(info, tuple) else sys.exc_info())[1]
        event["exception"] = where(error)
    return event


def _known(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    known = {key: value for key, value in event.items() if key in KEYS}
    if not str(known.get("error", "name")).isidentifier():  # the class of an error, never its text
        del known["error"]
    return known


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]


def formatter() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[_places, _known, structlog.processors.JSONRenderer(ensure_ascii=False)],
        keep_exc_info=False,
        keep_stack_info=False,
    )
