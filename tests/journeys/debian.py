"""The servers of a Debian 12: PostgreSQL 15, redis-server 7, and a stand-in for S3, each on a port of its own."""

import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import boto3
import psycopg2

from secondopinion.run import postgres

POSTGRES = Path("/usr/lib/postgresql/15/bin")
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}


@contextmanager
def postgres_15(folder: Path):
    """Its DATABASE_URL; for root it runs as the embedded one does."""
    port, password = free_port(), secrets.token_hex(8)
    data, words = folder / "pg15", postgres._as_somebody()
    (folder / "pw").write_text(password)
    locale = ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--auth=scram-sha-256"]
    initdb = [POSTGRES / "initdb", "-D", data, "-U", "so", f"--pwfile={folder / 'pw'}", *locale]
    subprocess.run([*words, *initdb], check=True, capture_output=True)
    options = ["-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    with running([*words, POSTGRES / "postgres", "-D", data, *options], port, signal.SIGINT):
        connection = awaited(lambda: psycopg2.connect(f"postgres://so:{password}@127.0.0.1:{port}/postgres"))
        with closing(connection), connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("CREATE DATABASE site")
        yield f"postgres://so:{password}@127.0.0.1:{port}/site"


@contextmanager
def redis_7(folder: Path):
    port, password = free_port(), secrets.token_hex(8)
    options = ["--port", str(port), "--bind", "127.0.0.1", "--requirepass", password, "--dir", folder, "--save", ""]
    with running(["/usr/bin/redis-server", *options], port):
        yield f"redis://:{password}@127.0.0.1:{port}/1"


@contextmanager
def s3():
    """Its address and a client that looks into the bucket."""
    port = free_port()
    with running([Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)], port):
        client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", **KEYS)
        client.create_bucket(Bucket="records")
        yield f"s3://key:secret@s3.example.org/records?endpoint=http://127.0.0.1:{port}", client


@contextmanager
def running(command, port, ends_on=signal.SIGTERM):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        awaited(lambda: socket.create_connection(("127.0.0.1", port), 1).close() or True)
        yield process
    finally:
        process.send_signal(ends_on)
        process.wait(20)


def awaited(ask, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, psycopg2.OperationalError):
            return ask()
        time.sleep(0.1)
    raise TimeoutError


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
