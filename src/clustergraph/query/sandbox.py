"""Takes from a process that evaluates what no query needs: the network and other programs (Linux, seccomp(2)).

The guard refuses queries that would call another endpoint; should one ever get past it, the kernel refuses the call.
"""

import ctypes
import errno
import platform
import struct

_NO_NEW_PRIVS, _SECCOMP, _FILTER = 38, 22, 2  # prctl(2), PR_SET_…
# the machine's name in audit.h, and its numbers of socket and execve
_MACHINES = {"x86_64": (0xC000003E, 41, 59), "aarch64": (0xC00000B7, 198, 221)}
_IO_URING_SETUP = 425  # everywhere; it can open sockets too
_X32 = 0x40000000  # from here on the numbers of another calling convention
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_NUMBER, _MACHINE = 0, 4  # offsets in struct seccomp_data


class _Program(ctypes.Structure):
    """Linux's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid_network() -> bool:
    """Let this process open no socket and start no program any more; gives whether the kernel does so.

    Threads that run already are left as they are. On other systems and machines nothing happens.
    """
    if platform.system() != "Linux" or platform.machine() not in _MACHINES:
        return False
    code = _instructions(*_MACHINES[platform.machine()])
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    zero, program = ctypes.c_ulong(0), _Program(len(code) // 8, code)
    if prctl(_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) != 0:
        return False
    return bool(prctl(_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), zero, zero) == 0)


def _instructions(machine: int, *numbers: int) -> bytes:
    """Write the filter: each instruction is a code, two distances to jump, and a value."""
    forbidden = [(_AT_LEAST, _X32), *((_EQUAL, number) for number in (*numbers, _IO_URING_SETUP))]
    refuse = len(forbidden)  # from the first of the checks to the last instruction, past the one that allows
    lines = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 0, refuse + 2, machine), (_LOAD, 0, 0, _NUMBER)]
    lines += [(check, refuse - place, 0, value) for place, (check, value) in enumerate(forbidden)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
