"""A real ClamAV of the tests' own: Debian's daemon, the site's settings, one signature, a folder in memory."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from records.scanning import virus
from secondopinion.run import clamav

SIGNATURE = f"Test.EICAR:0:*:{virus.PROOF.hex()}\n"


class Scanner:
    def __init__(self, *, longest="2000M", signature=SIGNATURE, change=("", "")):
        self.folder = Path(tempfile.mkdtemp(prefix="so-clamd-", dir="/dev/shm"))
        (self.folder / "signatures").mkdir()
        (self.folder / "signatures" / "test.ndb").write_text(signature)
        (self.folder / "temporary").mkdir()
        self.socket = self.folder / "socket"
        settings = clamav.text(self.socket, self.folder / "temporary", self.folder / "signatures", longest)
        (self.folder / "clamd.conf").write_text(settings.replace(*change))
        self.address = f"unix://{self.socket}"
        self.start()

    def start(self):
        command = ["clamd", "-c", str(self.folder / "clamd.conf")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket))
                probe.sendall(b"zPING\0")
                return probe.recv(16) == b"PONG\0"
            except OSError:
                return False

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)
