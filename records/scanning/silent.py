"""No network by the kernel's own filter: what opens a socket fails, in this process and all that it starts.

For where a name space of one's own is not allowed, as in most containers. Needs no right; cannot be taken back.
"""

import ctypes
import errno
import os
import struct

NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # of the filter's little language
NUMBER, MACHINE = 0, 4  # where in what the kernel shows it
FOREIGN = 0x40000000  # calls of another way to count them
URING = 425  # asks the kernel to do what the calls below do
CALLS = {  # machine: (its mark, the calls for socket and connect, URING)
    "x86_64": (0xC000003E, (41, 42, URING)),
    "aarch64": (0xC00000B7, (198, 203, URING)),
}


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def without_sockets():
    """-> whether the kernel does it"""
    if os.uname().machine not in CALLS:
        return False
    code = _code(*CALLS[os.uname().machine])
    libc = ctypes.CDLL(None, use_errno=True)
    program = Program(len(code) // 8, code)
    return not libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) and not libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(program))


def _code(mark, calls):
    steps = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, mark), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    steps += [(AT_LEAST, len(calls) + 1, 0, FOREIGN)]
    steps += [(EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
