import os
from pathlib import Path

import pytest

from secondopinion.run import sockets


def test_a_short_path_keeps_its_sockets_inside():
    assert sockets.folder(Path("/srv/so/var")) == Path("/srv/so/var/sockets")


def test_the_longest_path_that_fits_is_used():
    longest = Path("/" + "v" * (sockets.LONGEST - len("//sockets/.s.PGSQL.5432")))

    assert sockets.folder(longest) == longest / "sockets"
    assert sockets.folder(Path(f"{longest}v")).parent == Path("/tmp")  # noqa: S108


def test_a_path_is_measured_in_bytes():
    arabic = Path("/" + "ملف" * 20)

    assert sockets.folder(arabic).name.startswith(f"so-{os.getuid()}-")


def test_two_checkouts_do_not_meet():
    first, second = (sockets.folder(Path(f"/{'v' * 120}/{name}")) for name in "ab")

    assert first != second


def test_a_folder_of_somebody_else_is_not_taken(tmp_path):
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")

    with pytest.raises(OSError, match="belongs to somebody else"):
        sockets.make(tmp_path / "link")


def test_sockets_are_for_nobody_else(tmp_path):
    sockets.make(tmp_path / "a" / "sockets")

    assert (tmp_path / "a" / "sockets").stat().st_mode & 0o777 == 0o700
