import io

import pytest
from django.core.exceptions import BadRequest

from secondopinion.wsgi import Cut, Whole, handler, whole_bodies

BODY = b"first line\nsecond line\n" * 40


class Trickle(io.BytesIO):
    """Gives a little at a time, as a socket does."""

    def read(self, size=-1):
        return super().read(min(size, 7))


class Broken(io.BytesIO):
    def read(self, size=-1):
        raise ConnectionResetError


def body(environ, start_response):
    return environ["wsgi.input"].read()


def send(stream, method="POST", path="/family/start/", **environ):
    return whole_bodies(body)({"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": stream, **environ}, None)


def test_a_whole_body_is_read_whole():
    assert send(Trickle(BODY), CONTENT_LENGTH=str(len(BODY))) == BODY


def test_what_follows_the_body_is_left_alone():
    assert send(Trickle(BODY), CONTENT_LENGTH="10") == BODY[:10]


@pytest.mark.parametrize("sent", range(0, len(BODY), 97))
def test_a_cut_body_is_refused(sent):
    with pytest.raises(BadRequest):
        send(Trickle(BODY[:sent]), CONTENT_LENGTH=str(len(BODY)))


def test_a_broken_connection_is_no_empty_form():
    with pytest.raises(Cut):
        send(Broken(), CONTENT_LENGTH="10")


def test_lines_are_counted_too():
    stream = Whole(io.BytesIO(b"one\ntwo"), 8)

    assert (stream.readline(), stream.readline(2), stream.readline()) == (b"one\n", b"tw", b"o")
    with pytest.raises(Cut):
        stream.readline()


def test_of_a_file_what_came_before_the_cut_is_kept():
    assert send(io.BytesIO(b"half"), "PATCH", "/files/uploads/1", CONTENT_LENGTH="8") == b"half"


def test_only_a_files_piece_may_be_cut():
    with pytest.raises(Cut):
        send(io.BytesIO(b"half"), "PATCH", "/family/", CONTENT_LENGTH="8")
    with pytest.raises(Cut):
        send(io.BytesIO(b"half"), "POST", "/files/", CONTENT_LENGTH="8")


@pytest.mark.parametrize("name", [".", "..", "a/", "\u200b", "..\\.."])
def test_a_file_without_a_real_name_is_a_file(name):
    form = (
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--x--\r\n"
    ).encode()
    request = handler.request_class({
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(len(form)),
        "wsgi.input": io.BytesIO(form),
    })  # fmt: skip

    file = request.FILES["file"]

    assert (file.name, file.read()) == ("file-1", b"%PDF-1.4")
