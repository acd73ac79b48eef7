"""`make run`: starts what the site needs, keeps it running, ends it together."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from secondopinion import env as environment
from secondopinion import keys
from secondopinion.run import Unable, postgres, redis, sockets, stamp, welcome
from secondopinion.run.children import Child, end_all, say

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
WORKERS = {
    "web": "gunicorn -c python:secondopinion.run.web secondopinion.wsgi",
    "relay": "django relay",
    "worker": "celery -q -A secondopinion worker -c 2 --without-gossip --without-mingle",
    "files": "celery -q -A secondopinion worker -c 1 -Q files -n files@%h --without-gossip --without-mingle",
    "arrivals": "celery -q -A secondopinion worker -c 2 -Q arrivals -n arrivals@%h --without-gossip --without-mingle",
}
PATIENT = {"files", "arrivals"}  # pages and mail come first
CODE = ("requirements.txt", "intake", "records", "static/site")


class Stop(Exception):
    """Ctrl-C or SIGTERM."""


def main() -> None:
    env = environment.load()
    servers: list[Child] = []
    workers: list[Child] = []
    _listen_for_the_end()
    try:
        with _alone(env):
            try:
                start(env, servers, workers)
                while True:
                    watch([*servers, *workers])
            finally:
                end(env, servers, workers)
    except Stop:
        say("Stopped.")
    except (Unable, OSError) as error:
        sys.exit(str(error))


def start(env: environment.Env, servers: list[Child], workers: list[Child]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "secondopinion.settings"
    os.environ["PORT"] = str(env.port)
    _check_port(env)
    start_servers(env, servers)
    prepare(env)
    for name, words in WORKERS.items():
        kind = ["nice", "-n", "10"] if name in PATIENT else []
        command = ["setpriv", "--pdeathsig", "TERM", "--", *kind, sys.executable, "-m", *words.split()]
        _start(env, workers, name, command)
    while not welcome.ready(env):
        watch([*servers, *workers])
    (env.var / "port").write_text(str(env.port))
    say(welcome.text(env))


def start_servers(env: environment.Env, servers: list[Child]) -> None:
    password = keys.once(env.var / "postgres_password", keys.new_secret)
    if not env.text("DATABASE_URL"):
        postgres.prepare(env.var, password)
        child = _start(env, servers, "postgres", postgres.command(env.var), signal.SIGINT)
        postgres.await_ready(env.var, password, child.alive)
        postgres.create_database(env.var, password)
    if not env.text("REDIS_URL"):
        child = _start(env, servers, "redis", redis.command(env.var))
        redis.await_ready(env.var, child.alive)


def prepare(env: environment.Env) -> None:
    """Tables, reference data, demo, static files; not again for a cluster of our own and the same code."""
    own = [env.var / "postgres" / "PG_VERSION", env.file_keys.path, *(environment.ROOT / name for name in CODE)]
    note, now = env.var / "prepared.stamp", stamp.of(own) + env.deployment
    if not env.text("DATABASE_URL") and stamp.same(note, now):
        return
    command = ["setpriv", "--pdeathsig", "KILL", "--", sys.executable, "-m", "secondopinion.run.prepare"]
    log = env.var / "log" / "prepare.log"
    with log.open("wb") as file:
        done = subprocess.run(command, stdout=file, stderr=file, start_new_session=True, check=False)
    if done.returncode:
        words = log.read_text().strip().splitlines()
        raise Unable(f"{words[-1] if words else 'The database could not be prepared'} ({log})")
    note.write_text(now)


def watch(children: list[Child]) -> None:
    for child in children:
        child.watch()
    time.sleep(0.1)


def end(env: environment.Env, servers: list[Child], workers: list[Child]) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    end_all(workers, 5.5)  # with what follows 8 s at most
    end_all(servers, 2)
    sockets.remove(env.var)
    (env.var / "port").unlink(missing_ok=True)


def _start(
    env: environment.Env, group: list[Child], name: str, command: list[str], ends_on: int = signal.SIGTERM
) -> Child:
    child = Child(name, command, env.var / "log" / f"{name}.log", ends_on)
    group.append(child)
    child.start()
    return child


def _listen_for_the_end() -> None:
    def stop(*_: object) -> None:
        raise Stop

    for number in SIGNALS:
        signal.signal(number, stop)
    if "MAKELEVEL" in os.environ:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: end with make, however that ends


@contextmanager
def _alone(env: environment.Env) -> Iterator[None]:
    (env.var / "log").mkdir(mode=0o700, parents=True, exist_ok=True)
    with (env.var / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OSError(f"VAR: another `make run` uses {env.var}. Example: make run VAR=var2 PORT=8001") from None
        yield


def _check_port(env: environment.Env) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", env.port))
        except OSError as error:
            raise OSError(f"PORT: {env.port} cannot be used ({error.strerror}). Example: make run PORT=8001") from error


if __name__ == "__main__":
    main()
