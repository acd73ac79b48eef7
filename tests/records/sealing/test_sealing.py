"""The sealed file by itself: what was swapped, cut or changed does not open, and only what is asked for moves."""

import hashlib
import os
import random

import pytest

from records.sealing import chunks, digest, keys, reading, whole, writing
from records.sealing.whole import Making

MB = chunks.CHUNK
SIZES = [0, 1, MB - 1, MB, MB + 1, 3 * MB, 3 * MB + 17]


def made(folder, content):
    making = Making(folder)
    for start in range(0, len(content), 300_001):
        making.write(content[start : start + 300_001])
    return making.finish()


@pytest.mark.parametrize("size", SIZES)
def test_what_went_in_comes_out(tmp_path, size):
    content = os.urandom(size)

    file = made(tmp_path, content)

    assert (file.size, file.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert file.path.stat().st_size == chunks.sealed_size(size)
    with file.open() as opened:
        assert opened.read() == content
    assert keys.unwrap(file.wrapped, file.key_id, file.file_id) == file.key


def test_any_place_of_it_can_be_read(tmp_path):
    content = os.urandom(3 * MB + 17)
    dice = random.Random(7)

    with made(tmp_path, content).open() as opened:
        for _ in range(50):
            start = dice.randrange(len(content))
            opened.seek(start)
            assert opened.read(5) == content[start : start + 5]


def test_one_byte_of_4_gib_moves_two_chunks_at_most(tmp_path):
    size, moved = 4 * 1024**3, []
    file = made(tmp_path, b"x")
    nonce, sealed = chunks.seal(chunks.cipher(file.key), file.file_id, chunks.last(size), chunks.LAST, b"y" * MB)

    def fetch(start, count):
        moved.append(count)
        return chunks.header(file.file_id) if not start else nonce + sealed

    opened = reading.Sealed(fetch, file.key, file.file_id, size)
    opened.seek(-1, os.SEEK_END)

    assert opened.read(1) == b"y"
    assert sum(moved) < 2 * MB


def swap(data):
    first, second = (slice(chunks.place(index), chunks.place(index + 1)) for index in (0, 1))
    return data[: chunks.HEADER] + data[second] + data[first] + data[chunks.place(2) :]


def flip(data):
    return data[:100] + bytes([data[100] ^ 1]) + data[101:]


@pytest.mark.parametrize(
    "change", [swap, flip, lambda data: data[: chunks.place(2)], lambda data: b"SOSEALED" + data[9:10] + data[9:]]
)
def test_what_was_changed_does_not_open(tmp_path, change):
    file = made(tmp_path, os.urandom(3 * MB))
    file.path.write_bytes(change(file.path.read_bytes()))

    with file.open() as opened, pytest.raises(chunks.Broken):
        opened.read()


def test_a_file_cut_at_a_border_does_not_pass_for_a_shorter_one(tmp_path):
    file = made(tmp_path, os.urandom(3 * MB))
    file.path.write_bytes(file.path.read_bytes()[: chunks.place(2)])
    file.size = 2 * MB

    with file.open() as opened, pytest.raises(chunks.Broken):
        opened.read()


def test_another_file_s_chunks_and_keys_do_not_open(tmp_path):
    one, other = made(tmp_path, os.urandom(2 * MB)), made(tmp_path, os.urandom(2 * MB))
    other.key = one.key

    with other.open() as opened, pytest.raises(chunks.Broken):
        opened.read()
    with pytest.raises(keys.NoKey, match=f"key {one.key_id} of FILE_KEYS_FILE is not the one"):
        keys.unwrap(one.wrapped, one.key_id, other.file_id)


def test_a_key_that_is_missing_or_wrong_is_named(tmp_path, settings):
    file = made(tmp_path, b"x")
    settings.FILE_KEYS = {"other": b"k" * 32}
    with pytest.raises(keys.NoKey, match=f"holds no key {file.key_id}"):
        keys.unwrap(file.wrapped, file.key_id, file.file_id)
    settings.FILE_KEYS = {file.key_id: b"k" * 32}
    with pytest.raises(keys.NoKey, match=f"key {file.key_id} of FILE_KEYS_FILE is not the one"):
        keys.unwrap(file.wrapped, file.key_id, file.file_id)


@pytest.mark.parametrize("library", [True, False])
def test_a_file_goes_on_after_any_cut(tmp_path, monkeypatch, library):
    if not library:
        monkeypatch.setattr(digest, "_library", None)
    content, dice = os.urandom(5 * MB + 3), random.Random(3)
    base = made(tmp_path, b"")
    handle = os.open(tmp_path / "cut", os.O_RDWR | os.O_CREAT, 0o600)
    offset, rest, state = 0, b"", b""
    while offset < len(content):
        sha256 = digest.continued(state) or digest.new()
        if not state:
            sha256.update(content[:offset])  # what a lost state costs
        writer = writing.Writer(handle, base.key, base.file_id, len(content), offset=offset, rest=rest, sha256=sha256)
        writer.write(content[offset : offset + dice.randrange(1, 2 * MB)])
        offset = writer.offset
        if offset == len(content):
            writer.finish()
        else:
            sealed, kept = writer.pause()
            cipher = chunks.cipher(base.key)
            rest = chunks.unseal(cipher, base.file_id, writer.index, chunks.REST, sealed) if sealed else b""
            state = chunks.unseal(cipher, base.file_id, writer.index, chunks.STATE, kept) if kept else b""
        writer.close()
    os.close(handle)

    file = whole.Whole(
        tmp_path / "cut", base.file_id, base.key, base.wrapped, base.key_id, offset, writer.sha256.hexdigest()
    )
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    with file.open() as opened:
        assert opened.read() == content


def test_the_same_bytes_never_meet_the_same_nonce(tmp_path):
    one, other = (made(tmp_path, bytes(MB)).path.read_bytes() for _ in range(2))

    assert one[chunks.HEADER : chunks.HEADER + 12] != other[chunks.HEADER : chunks.HEADER + 12]


def test_a_half_write_is_completed(tmp_path, monkeypatch):
    original = os.pwritev
    monkeypatch.setattr(os, "pwritev", lambda handle, parts, at: original(handle, [b"".join(parts)[:1000]], at))
    content = os.urandom(MB)

    file = made(tmp_path, content)

    with file.open() as opened:
        assert opened.read() == content
