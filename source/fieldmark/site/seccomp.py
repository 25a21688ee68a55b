"""A system-call filter for jails: no symbolic links.

A trainer may write in folders that the site itself reads and copies, outside of the jail. A link made there to a
sealed key or to the hub's secrets would be followed by whoever reads it; so the jail makes none.
"""

from __future__ import annotations

import os
import platform
import struct

# By machine: its number in linux/audit.h, the calls that are refused (symlink, symlinkat, and io_uring_setup, which
# is another way to both), and the first call number of a second numbering of the same calls, where it has one.
_MACHINES = {
    "x86_64": (0xC000003E, (88, 266, 425), 0x4000_0000),
    "aarch64": (0xC00000B7, (36, 425), None),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of linux/bpf_common.h, for 32-bit words and constants
_NUMBER, _MACHINE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF_0000, 0x0005_0001  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM


def program(machine: str = "") -> bytes:
    """The filter for bubblewrap's --seccomp; empty on a machine that it does not know."""
    known = _MACHINES.get(machine or platform.machine())
    if known is None:
        return b""
    number, calls, second = known
    tests = [(_AT_LEAST, second)] if second else []
    tests += [(_EQUAL, call) for call in calls]
    steps = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 0, len(tests) + 2, number), (_LOAD, 0, 0, _NUMBER)]
    # each test that holds jumps over what is left of them and the ALLOW, to the REFUSE at the end
    steps += [(kind, len(tests) - at, 0, value) for at, (kind, value) in enumerate(tests)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def opened() -> int:
    """The filter as a file descriptor to hand to bubblewrap, which reads it once; -1 where there is none."""
    made = program()
    if not made:
        return -1
    descriptor = os.memfd_create("seccomp")
    os.write(descriptor, made)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
