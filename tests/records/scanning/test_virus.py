"""Every answer of a real ClamAV, and what we make of it."""

import io
import socket
import threading

import pytest

from records.scanning import virus
from tests import archives
from tests.archives import MB
from tests.scanner import Scanner

MOST = 2000 * MB


@pytest.fixture(scope="module")
def scanner():
    scanner = Scanner(longest="100M")
    yield scanner
    scanner.close()


@pytest.fixture(scope="module")
def short():
    """Takes 2 GB in all, but cuts each file at 100 MB."""
    scanner = Scanner(change=("MaxFileSize 2000M", "MaxFileSize 100M"))
    yield scanner
    scanner.close()


def scan(scanner, content, **settings):
    return virus.scan(io.BytesIO(content), scanner.address, **{"longest": MOST, **settings})


def test_a_harmless_file_is_clean(scanner):
    assert scan(scanner, b"%PDF-1.4 hello") == ("clean", "")


def test_eicar_is_infected(scanner):
    assert scan(scanner, virus.PROOF) == ("infected", "Test.EICAR.UNOFFICIAL")


def test_eicar_in_a_zip_is_infected(scanner):
    content = archives.zipped(("report.txt", b"hello"), ("a.txt", virus.PROOF))

    assert scan(scanner, content).state == "infected"


def test_a_zip_nested_20_deep_is_not_scannable(scanner):
    assert scan(scanner, archives.nested(20)) == ("not_scannable", "too_big")


def test_more_members_than_the_limit_are_not_scannable():
    few = Scanner(change=("MaxFiles 20000", "MaxFiles 10000"))

    answer = scan(few, archives.zipped(*((f"{number}.txt", b"hi") for number in range(12_000))))

    few.close()
    assert answer == ("not_scannable", "too_big")


def test_a_plain_file_over_the_file_limit_is_not_scannable(short):
    assert scan(short, b"a" * (130 * MB)) == ("not_scannable", "too_big")


def test_a_locked_zip_is_not_scannable(scanner):
    assert scan(scanner, archives.locked()) == ("not_scannable", "encrypted")


def test_a_stream_over_the_limit_is_not_scannable(scanner):
    assert scan(scanner, archives.noise(MB) * 130) == ("not_scannable", "too_big")


def test_a_file_over_our_own_limit_is_not_even_sent():
    assert virus.scan(io.BytesIO(b"12345"), "unix:///nowhere", longest=4) == ("not_scannable", "too_big")


@pytest.mark.parametrize("size", [130, 600])
def test_the_scanner_says_ok_to_what_it_cuts_off(short, size):
    """Why archives.py stands before it."""
    content = archives.zipped(("a.txt", b"\0" * (size * MB) + virus.PROOF))

    assert scan(short, content).state == "clean"


def test_without_the_alert_even_more_passes():
    careless = Scanner(longest="100M", change=("AlertExceedsMax yes", "AlertExceedsMax no"))

    answer = scan(careless, archives.nested(20))

    careless.close()
    assert answer.state == "clean"


def test_a_scanner_that_is_not_there_is_waited_for():
    assert virus.scan(io.BytesIO(b"a"), "unix:///nowhere/at/all", longest=MOST) == ("waiting", "scanner_down")
    assert virus.scan(io.BytesIO(b"a"), "tcp://127.0.0.1:1", longest=MOST) == ("waiting", "scanner_down")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"garbage\0",
        b"stream: OK maybe\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"OK\0",
        b"stream: OK",  # cut: the closing zero never came
        b"\xff\xfe\0",
    ],
)
def test_an_answer_that_is_not_understood_is_waited_for(said):
    assert answered(said).state == "waiting"


def test_an_answer_over_tcp_is_understood():
    assert answered(b"stream: OK\0") == ("clean", "")


def test_a_scanner_that_never_answers_is_waited_for(monkeypatch):
    monkeypatch.setattr(virus, "ANSWER", 0.2)

    assert answered(None).state == "waiting"


def test_only_a_scanner_that_finds_something_is_awake(scanner):
    blind = Scanner(signature="Test.Other:0:*:00112233445566778899aabbccddeeff\n")

    assert virus.is_awake(scanner.address)
    assert not virus.is_awake(blind.address)
    assert not virus.is_awake("unix:///nowhere")
    blind.close()


def answered(said):
    """What `scan` makes of a daemon that says these bytes (None: nothing at all)."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def serve():
            talk, _ = server.accept()
            with talk:
                while not talk.recv(65536).endswith(b"\0\0\0\0"):
                    pass
                if said is None:
                    done.wait(5)
                else:
                    talk.sendall(said)

        thread = threading.Thread(target=serve)
        thread.start()
        answer = virus.scan(io.BytesIO(b"hello"), f"tcp://127.0.0.1:{server.getsockname()[1]}", longest=MOST)
        done.set()
        thread.join()
    return answer
