import subprocess

import pytest
import redis as client

from secondopinion.run import redis


@pytest.fixture
def old_redis(tmp_path, monkeypatch):
    """A system whose redis-server is too old for us."""
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\necho 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


def run(var):
    log = (var / "log").open("ab")
    process = subprocess.Popen(redis.command(var), stdout=log, stderr=log, start_new_session=True)
    redis.await_ready(var, lambda: process.poll() is None)
    return process, client.Redis.from_url(redis.url(var), decode_responses=True)


def test_the_one_from_the_wheel_serves_and_keeps(old_redis, tmp_path):
    var = tmp_path / "a var"
    var.mkdir()
    process, bell = run(var)
    assert bell.info("server")["valkey_version"].startswith("9.")
    assert {name: bell.config_get(name)[name] for name in ("port", "maxmemory-policy", "appendonly")} == {
        "port": "0",
        "maxmemory-policy": "noeviction",
        "appendonly": "yes",
    }
    bell.set("kept", "yes")
    process.terminate()
    process.wait(5)

    process, bell = run(var)
    kept = bell.get("kept")
    process.terminate()

    assert (kept, process.wait(5)) == ("yes", 0)


def test_a_new_enough_redis_of_the_system_is_preferred():
    assert redis._server()[0] == "/usr/bin/redis-server"
