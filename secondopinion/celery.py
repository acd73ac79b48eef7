import os
from urllib.parse import urlsplit

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")


def broker(address: str) -> str:
    """Redis' own name for a socket is not Celery's."""
    url = urlsplit(address)
    if url.scheme != "unix":
        return address
    secret = f"{url.netloc.rpartition('@')[0]}@" if "@" in url.netloc else ""
    return f"redis+socket://{secret}{url.path}?virtual_host={url.query.rpartition('db=')[2] or 0}"


@setup_logging.connect
def leave_logging_alone(**kwargs: object) -> None:
    """Django's settings say how; Celery would turn the level down."""


app = Celery("secondopinion")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
app.conf.update(
    broker_url=broker(settings.CACHES["default"]["LOCATION"]),
    broker_connection_max_retries=None,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "global_keyprefix": "so:",
        "health_check_interval": 15,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "socket_timeout": 5,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "visibility_timeout": 1200,  # a task that takes longer is rung for again, which costs nothing: rows are claimed
    },
    accept_content=["json"],
    result_backend=None,
    task_acks_late=True,
    task_default_queue="default",
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    task_routes={  # files wait for each other, mail never for them
        "records.tasks.scan_files": {"queue": "files"},
        "records.tasks.store_arrivals": {"queue": "arrivals"},
    },
    task_serializer="json",
    task_soft_time_limit=240,
    task_time_limit=300,
    timezone=settings.TIME_ZONE,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_disable_prefetch=True,
    worker_enable_soft_shutdown_on_idle=True,
    worker_hijack_root_logger=False,
    worker_max_memory_per_child=400_000,  # kB
    worker_max_tasks_per_child=200,
    worker_prefetch_multiplier=1,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    worker_soft_shutdown_timeout=30 if settings.DEPLOYMENT == "production" else 6,
)
