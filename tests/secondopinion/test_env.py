import os
import re
import subprocess
import sys

import pytest

from secondopinion import keys
from secondopinion.env import ROOT, VARIABLES, Bad, Env
from tests.deploy import production

BAD = [
    ("DEPLOYMENT", "staging", "'staging' is none of demo, production"),
    ("PORT", "http", "'http' is not a whole number"),
    ("PORT", "70000", "70000 is not between 1 and 65535"),
    ("LIMITS", "-1", "'-1' is not a whole number"),
    ("LIMITS", "٣", "'٣' is not a whole number"),
    ("TRUSTED_PROXIES", "yes", "'yes' is not a whole number"),
    ("TIME_ZONE", "Mars/Olympus", "'Mars/Olympus' is not a time zone"),
    ("TIME_ZONE", "../../etc/passwd", "'../../etc/passwd' is not a time zone"),
    ("LOG_LEVEL", "loud", "'loud' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    ("MAIL_FROM", "nobody", "'nobody' is not a sender"),
    ("MAIL_FROM", "a@example.org\nBcc: b@example.org", r"'a@example.org\nBcc: b@example.org' is not a sender"),
    ("METRICS_TOKEN", "short", "is shorter than 20 characters"),
    ("BASE_URL", "so.example.org", "must begin with http:// or https://"),
    ("BASE_URL", "https://so.example.org/path", "must be a scheme, a host and at most a port"),
    ("BASE_URL", "https://so.example.org:port", "Port could not be cast to integer value as 'port'"),
    ("ALLOWED_HOSTS", "https://so.example.org", "'https://so.example.org' is not a host name"),
    ("CLAMD_URL", "tcp://clamav", "names no port"),
    ("CLAMD_URL", "unix://relative", "names no absolute path"),
    ("REDIS_URL", "localhost:6379", "must begin with redis:// or rediss:// or unix://"),
    ("DATABASE_URL", "mysql://host/name", "must begin with postgres:// or postgresql://"),
    ("DATABASE_URL", "postgres://user:secret@host/", "names no database"),
    ("EMAIL_URL", "smtp://host/?tls=1&ssl=1", "asks for tls and ssl at once"),
    ("EMAIL_URL", "smtp://host/?starttls=1", "has the unknown option 'starttls'"),
    ("EMAIL_URL", "smtp:host", "names no host"),
    ("FILES_URL", "s3://key:secret@host/", "names no bucket"),
    ("FILES_URL", "file:///srv/files", "must begin with s3://"),
    ("SECRET_KEY", "short", "is shorter than 50 characters"),
    ("SECRET_KEY_FILE", "/nowhere/key", "/nowhere/key cannot be read (No such file or directory)"),
    ("FILE_KEYS_FILE", "/nowhere/keys", "/nowhere/keys cannot be read (No such file or directory)"),
]
FORGOTTEN = [
    ("CLAMD_URL", "", "must be set when DEPLOYMENT=production"),
    ("FILE_KEYS_FILE", "", "must be set when DEPLOYMENT=production"),
    ("SECRET_KEY_FILE", "", "or SECRET_KEY must be set when DEPLOYMENT=production"),
    ("BASE_URL", "", "must be set when DEPLOYMENT=production"),
    ("BASE_URL", "http://so.example.org", "must begin with https:// when DEPLOYMENT=production"),
    ("LIMITS", "0", "must not be 0 when DEPLOYMENT=production"),
    ("ALLOWED_HOSTS", "*", "must not hold * when DEPLOYMENT=production"),
]


@pytest.mark.parametrize(("name", "value", "wrong"), BAD)
def test_a_bad_value_is_refused_in_one_line(tmp_path, name, value, wrong):
    with pytest.raises(Bad) as refused:
        Env({"VAR": str(tmp_path), name: value})

    assert str(refused.value) == f"{name}: {wrong}. Example: {name}={VARIABLES[name]}"


@pytest.mark.parametrize(("name", "value", "wrong"), FORGOTTEN)
def test_a_hospital_does_not_start_half_configured(tmp_path, name, value, wrong):
    with pytest.raises(Bad) as refused:
        Env(production(tmp_path) | {name: value})

    assert str(refused.value) == f"{name}: {wrong}. Example: {name}={VARIABLES[name]}"


def test_a_hospital_starts_when_all_is_there(tmp_path):
    env = Env(production(tmp_path))

    assert (env.https, env.allowed_hosts, env.limits) == (True, ["so.example.org"], 1)


def test_nothing_set_is_the_embedded_demo(tmp_path):
    env = Env({"VAR": str(tmp_path)})

    assert (env.deployment, env.base_url, env.files, env.email) == ("demo", "http://127.0.0.1:8000", {}, {})
    assert env.allowed_hosts == ["127.0.0.1", "localhost", "127.0.0.1"]
    assert env.database["HOST"] == str(tmp_path / "sockets")
    assert env.redis_url == f"unix://{tmp_path}/sockets/redis?db=0"


def test_what_is_empty_is_unset(tmp_path):
    assert Env({"VAR": str(tmp_path), "PORT": " ", "EMAIL_URL": ""}).port == 8000


def test_secrets_are_made_once_and_for_nobody_else(tmp_path):
    first, second = Env({"VAR": str(tmp_path)}), Env({"VAR": str(tmp_path)})

    assert (first.secret_key, first.file_keys) == (second.secret_key, second.file_keys)
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {
        "secret_key": 0o600,
        "file_keys": 0o600,
        "incoming": 0o700,
        "partials": 0o700,
        "postgres_password": 0o600,
    }


def test_a_key_that_others_may_read_is_refused(tmp_path):
    Env({"VAR": str(tmp_path)})
    (tmp_path / "file_keys").chmod(0o640)

    with pytest.raises(Bad, match=r"FILE_KEYS_FILE: others may read or change .*file_keys .mode has 040"):
        Env({"VAR": str(tmp_path)})


def test_the_newest_file_key_is_the_last_one(tmp_path):
    (tmp_path / "file_keys").write_text(f"# two\n{keys.new_file_key()}\nnewest {keys.new_file_key().split()[1]}\n")
    (tmp_path / "file_keys").chmod(0o600)

    assert [*Env({"VAR": str(tmp_path)}).file_keys][1] == "newest"


@pytest.mark.parametrize("line", ["only-an-id", "id not*base64", "id c2hvcnQ=", ""])
def test_a_broken_key_file_is_named_without_its_text(tmp_path, line):
    (tmp_path / "file_keys").write_text(line)
    (tmp_path / "file_keys").chmod(0o600)

    with pytest.raises(Bad, match=r"FILE_KEYS_FILE: (line 1 of the key file is not|the key file holds no key)"):
        Env({"VAR": str(tmp_path)})


def test_a_store_elsewhere_seals_at_rest(tmp_path):
    files = Env({"VAR": str(tmp_path), "FILES_URL": "s3://k:s%2Fx@s3.example.org/so"}).files

    assert files["endpoint_url"] == "https://s3.example.org"
    assert (files["secret_key"], files["object_parameters"]) == ("s/x", {"ServerSideEncryption": "AES256"})


def test_a_command_beside_a_run_writes_the_same_links(tmp_path):
    (tmp_path / "port").write_text("8123")

    assert Env({"VAR": str(tmp_path)}).base_url == "http://127.0.0.1:8123"
    assert Env({"VAR": str(tmp_path), "PORT": "8124"}).base_url == "http://127.0.0.1:8124"


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check"],
        ["-m", "gunicorn", "-c", "python:secondopinion.run.web", "secondopinion.wsgi"],
        ["-m", "gunicorn", "--no-control-socket", "-b", "127.0.0.1:0", "secondopinion.wsgi"],
        ["-m", "celery", "-q", "-A", "secondopinion", "worker"],
        ["-m", "secondopinion.run.supervisor"],
    ],
)
def test_every_start_ends_in_one_line_and_no_traceback(tmp_path, command):
    environ = os.environ | {"VAR": str(tmp_path), "TIME_ZONE": "Mars/Olympus", "DATABASE_URL": ""}

    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert done.stderr.count("TIME_ZONE: 'Mars/Olympus' is not a time zone. Example: TIME_ZONE=America/New_York\n") == 1


def test_settings_example_and_readme_name_the_same_variables():
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    cells = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    readme = [name for cell in cells for name in re.findall("[A-Z_]+", cell)]

    assert sorted(example) == sorted(readme) == sorted(VARIABLES)


def test_only_env_reads_the_environment():
    readers = {
        str(path.relative_to(ROOT))
        for app in ("intake", "records", "secondopinion")
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"os\.environ(\.get\(|\[)|getenv", path.read_text())
    }

    assert readers == {"secondopinion/run/supervisor.py", "secondopinion/run/web.py"}  # they write what children read
