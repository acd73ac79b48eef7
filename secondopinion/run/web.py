"""gunicorn's settings: gunicorn -c python:secondopinion.run.web secondopinion.wsgi"""

import os
import shutil
import socket
import struct

from gunicorn import util

from secondopinion import env as environment
from secondopinion import logs
from secondopinion.run import refusals

env = environment.load()
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(env.var / "metrics")
from prometheus_client import multiprocess  # noqa: E402  (reads that folder's name when it is imported)

bind = f"127.0.0.1:{env.port}"
workers = 2
preload_app = True  # loaded once, shared by all workers
worker_class = "gthread"
threads = 32  # with 4, twenty slow uploads stop the site; each keeps a database connection of its own
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
graceful_timeout = 30 if env.production else 5
timeout = 60
keepalive = 5
limit_request_line = 4094
limit_request_field_size = 8190
forwarded_allow_ips = ""  # Django reads the proxies' headers, by TRUSTED_PROXIES
accesslog = None  # prints paths, and tokens stand in some; our own line prints the route
logconfig_dict = logs.logging(env.log_level)
PATIENCE = 60  # seconds without a byte
util.write_error = refusals.write


def on_starting(server):
    shutil.rmtree(env.var / "metrics", ignore_errors=True)
    (env.var / "metrics").mkdir(mode=0o700, parents=True)


def when_ready(server):
    """A thread does not wait for ever for somebody who stopped talking; accepted sockets inherit this."""
    for listener in server.LISTENERS:
        for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, direction, struct.pack("ll", PATIENCE, 0))


def child_exit(server, worker):
    multiprocess.mark_process_dead(worker.pid)
