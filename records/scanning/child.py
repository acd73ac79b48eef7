"""The process in which strangers' files are opened: no network, no environment, 2 GiB, 60 s of processor.

`python -m records.scanning.child` waits at its standard input, a socket. For each job it forks, so that a bomb
takes down one fork and nothing else, and says how that fork ended.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import socket
import struct

from PIL import Image

from records.scanning import silent, wire

MEMORY = 2 * 1024**3
SECONDS = 60
NEW_USER, NEW_NET = 0x10000000, 0x40000000
CHECKS = {  # the only functions a job may name
    "archive": "records.scanning.archives",
    "members": "records.scanning.members",
    "pdf": "records.scanning.pdf",
    "photo": "records.scanning.photo",
    "dicom": "records.scanning.dicom",
    "preview": "records.scanning.previews",
    "album": "records.scanning.album",
}


def main():
    control = socket.socket(fileno=0)
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: never outlive the worker
    alone = without_network()
    _load()
    wire.send(control, b"A", b"1" if alone else b"0")
    while True:
        try:
            job, fds, _flags, _from = socket.recv_fds(control, wire.PIECE, 1)
        except OSError:
            return
        if not fds:
            return
        pid = os.fork()
        if not pid:
            control.close()
            _work(fds[0], json.loads(job))
        os.close(fds[0])
        wire.send(control, b"P", struct.pack(">I", pid))
        _pid, status, used = os.wait4(pid, 0)
        wire.send(control, b"S", struct.pack(">iQ", os.waitstatus_to_exitcode(status), used.ru_maxrss))


def without_network():
    """A network of its own, which is empty, or no sockets at all. -> whether the kernel allows either"""
    libc = ctypes.CDLL(None)
    return not libc.unshare(NEW_NET) or not libc.unshare(NEW_USER | NEW_NET) or silent.without_sockets()


def _load():
    """What is slow to import is imported once, here; forks share it."""
    for name in CHECKS.values():
        importlib.import_module(name)
    Image.init()


def _work(fd, job):
    """In the fork: limits first, then the check. Ends the process."""
    code = 1
    try:
        limit()
        sock = socket.socket(fileno=fd)
        files = [wire.far(sock, number, size) for number, size in enumerate(job["sizes"])]
        run = importlib.import_module(CHECKS[job["check"]]).run
        for said in run(*files, **job["settings"]):
            wire.send(sock, *((b"B", said) if isinstance(said, bytes) else (b"J", json.dumps(said).encode())))
        wire.send(sock, b"E")
        code = 0
    except MemoryError:
        code = 12
    except BaseException as error:  # its text may hold the file's words: the class and the place are enough
        at = error.__traceback__
        while at.tb_next:
            at = at.tb_next
        place = f"{os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}"
        wire.send(sock, b"X", f"{type(error).__name__} {place}".encode())
    finally:
        os._exit(code)


def limit():
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a C library says may hold the file's words
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # first SIGXCPU, which says why
    for nothing in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(nothing, (0, 0))


if __name__ == "__main__":
    main()
