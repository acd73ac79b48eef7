"""Archives are counted by their real bytes: whatever the virus scanner would not look at is not scannable."""

import io
import time
import zipfile

import pycdlib
import pytest

from records.scanning import limited, virus
from tests import archives
from tests.archives import MB

PDF = b"%PDF-1.4 hello"
SLICE = b"\0" * 128 + b"DICM" + b"1" * 64
GB = 1024 * MB


def looked(content, kind="zip", *, longest=2000 * MB, most_scanned=2000 * MB, most_kept=50 * GB):
    file = io.BytesIO(content)
    settings = {"kind": kind, "longest": longest, "most_scanned": most_scanned, "most_kept": most_kept}
    return limited.first("archive", file, **settings)


def reason(content, kind="zip", **limits):
    return looked(content, kind, **limits)["reason"]


def members(content, kind="zip"):
    """[name, bytes] of each member that becomes a file of its own, and how many are left out."""
    found, left = [], None
    for said in limited.run("members", io.BytesIO(content), kind=kind):
        if isinstance(said, bytes):
            found[-1][1] += said
        elif "name" in said:
            found.append([said["name"], b""])
        else:
            left = said["left"]
    return found, left


def disc(*files):
    """The picture of a disc with these files: (path, bytes)."""
    made = pycdlib.PyCdlib()
    made.new(joliet=3)
    folders = set()
    for number, (path, content) in enumerate(files):
        folder = path.rpartition("/")[0]
        if folder and folder not in folders:
            folders.add(folder)
            made.add_directory(f"/D{len(folders)}", joliet_path=f"/{folder}")
        made.add_fp(io.BytesIO(content), len(content), f"/F{number}.;1", joliet_path=f"/{path}")
    out = io.BytesIO()
    made.write_fp(out)
    made.close()
    return out.getvalue()


def test_an_archive_of_files_we_take_is_counted():
    said = looked(archives.zipped(("report.pdf", PDF), ("scan/1.2.3.4", SLICE)))

    assert said == {"reason": "", "members": 2, "total": len(PDF + SLICE), "taken": 2, "strangers": 0}


def test_its_members_come_out_one_by_one():
    content = archives.zipped(("report.pdf", PDF), ("run.exe", b"MZ\0"), ("scan/IM1", SLICE), ("scan/.DS_Store", b"x"))

    assert members(content) == ([["report.pdf", PDF], ["scan/IM1", SLICE]], 1)


@pytest.mark.parametrize("kind", ["tar", "iso"])
def test_other_archives_open_too(kind):
    make = archives.taped if kind == "tar" else lambda *files: disc(*files)
    content = make(("report.pdf", PDF), ("scan/IM1.dcm", SLICE))

    assert looked(content, kind)["taken"] == 2
    assert members(content, kind) == ([["report.pdf", PDF], ["scan/IM1.dcm", SLICE]], 0)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: archives.zipped(("a.bin", b"\0" * (600 * MB))), "too_dense"),
        (lambda: archives.zipped(("a.bin", b"\0" * (130 * MB) + virus.PROOF)), "too_dense"),
        (lambda: archives.zipped(("a.txt", b"a" * (1100 * MB))), "too_dense"),
        (lambda: archives.nested(20), "too_deep"),
        (lambda: archives.nested(4), "too_deep"),
        (lambda: archives.forty_two(), "too_deep"),
        (lambda: archives.zipped(*((f"{number}.txt", b"hi") for number in range(10_001))), "too_many"),
        (lambda: archives.locked(), "encrypted"),
        (lambda: archives.lying(3 * MB), "broken"),
        (lambda: archives.overlapping(200), "too_dense"),
        (lambda: archives.zipped(("a.7z", b"7z\xbc\xaf\x27\x1c" + b"0" * 50)), "archive_kind"),
        (lambda: archives.zipped(("a.gz", archives.gzipped(b"\0" * (400 * MB)))), "too_dense"),
        (lambda: b"PK\x03\x04 and then nothing", "broken"),
    ],
)
def test_bombs_and_liars_are_not_scannable_and_cost_little(made, why):
    content = made()
    started = time.monotonic()

    assert reason(content) == why
    assert time.monotonic() - started < 30
    assert limited._running.peak < 1024**2  # kB


def test_a_member_over_the_scanners_limit_is_not_scannable():
    content = archives.zipped(("a.bin", archives.noise(3 * MB)), method=zipfile.ZIP_STORED)

    assert reason(content, longest=2 * MB) == "too_big"
    assert reason(content, longest=3 * MB) == ""


def test_all_members_together_over_the_scanners_limit_are_not_scannable():
    content = archives.zipped(("a.bin", archives.noise(2 * MB)), ("b.bin", archives.noise(2 * MB)))

    assert reason(content, most_scanned=3 * MB) == "too_big"
    assert reason(content, most_scanned=4 * MB) == ""


def test_an_archive_of_files_we_take_may_hold_what_a_case_may():
    content = archives.zipped(("a.dcm", SLICE + archives.noise(2 * MB)), ("b.dcm", SLICE + archives.noise(2 * MB)))

    assert reason(content, most_scanned=3 * MB) == ""
    assert reason(content, most_kept=3 * MB) == "too_big"


def test_a_dense_study_below_a_gigabyte_passes():
    assert reason(archives.zipped(("a.dcm", SLICE + b"\0" * (200 * MB)))) == ""


def test_an_office_file_is_held_to_the_strict_limits():
    content = archives.zipped(("[Content_Types].xml", b"<x/>"), ("xl/a.xml", b" " * (100 * MB)))

    assert reason(content, "xlsx") == "too_dense"
    assert reason(archives.zipped(("[Content_Types].xml", b"<x/>"), ("word/a.xml", b"<x/>")), "docx") == ""


def test_three_archives_in_one_another_pass():
    assert reason(archives.nested(3)) == ""


def test_a_tape_that_claims_to_be_endless_is_broken():
    content = bytearray(archives.taped(("a.txt", b"hello")))
    content[124:136] = b"77777777777\0"
    content[148:156] = b"%06o\0 " % (sum(content[:148]) + sum(content[156:512]) + 8 * 32)

    assert reason(bytes(content), "tar") == "broken"
