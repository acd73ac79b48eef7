"""An SMTP server that keeps what it is given, and fails when it is told to."""

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple


class Received(NamedTuple):
    sender: str
    to: list[str]
    message: EmailMessage


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0):
        super().__init__(("127.0.0.1", port), _Talk)
        self.received: list[Received] = []
        self.answers: dict[str, str] = {}  # verb -> what to say instead, for instance {"DATA": "451 later"}
        self.acts: dict[str, Callable[[], None]] = {}  # verb, or "." for the end of a message -> what happens first
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.sender, self.to = "", []
        self.say("220 sink")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            verb = line.split(":")[0].split()[0].upper()
            if not self.go_on(verb):
                break
            if verb in self.server.answers:
                self.say(self.server.answers[verb])
            elif verb == "DATA":
                if not self.data():
                    break
            elif verb == "QUIT":
                self.say("221 bye")
                break
            else:
                self.envelope(verb, line)

    def envelope(self, verb: str, line: str) -> None:
        if verb == "EHLO":
            self.say("250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8")
            return
        if verb == "MAIL":
            self.sender, self.to = _address(line), []
        elif verb == "RCPT":
            self.to.append(_address(line))
        self.say("250 ok")

    def go_on(self, verb: str) -> bool:
        """Whether the line stays open: an act that raises cuts it."""
        try:
            self.server.acts.get(verb, bool)()
        except ConnectionError:
            return False
        return True

    def data(self) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.received.append(Received(self.sender, self.to, message))
        if not self.go_on("."):
            return False
        self.say("250 kept")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
