"""A line to a server that can be slow, cut in the middle, or dead, as a test wishes."""

import socket
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

PIECE = 64 * 1024


class Line:
    """Listens for what stands behind the `endpoint` of a FILES_URL; `url` goes through it.

    `speed`: bytes a second towards the server. `cut_after`: of the next connections each ends after so many bytes.
    `dead`: whoever comes is sent away.
    """

    def __init__(self, url):
        before, _, endpoint = url.partition("endpoint=")
        self.behind = urlsplit(endpoint)
        self.speed = self.cut_after = None
        self.dead, self.cuts, self.open = False, 0, set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"{before}endpoint=http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.hang_up()

    def hang_up(self):
        for sock in list(self.open):
            _close(sock)

    def _accept(self):
        with suppress(OSError):
            while True:
                theirs, _ = self.listener.accept()
                if self.dead:
                    _close(theirs)
                    continue
                ours = socket.create_connection((self.behind.hostname, self.behind.port))
                self.open |= {theirs, ours}
                for pair in ((theirs, ours, True), (ours, theirs, False)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source, target, is_up):
        gone = 0
        with suppress(OSError):
            while data := source.recv(PIECE):
                gone += len(data)
                if is_up and self.cut_after is not None and gone > self.cut_after:
                    self.cuts += 1
                    break
                if is_up and self.speed:
                    time.sleep(len(data) / self.speed)
                target.sendall(data)
        _close(source)
        _close(target)
        self.open -= {source, target}


def _close(sock):
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
