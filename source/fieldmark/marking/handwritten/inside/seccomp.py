"""A filter of system calls: what a notebook never needs and an intruder might. Assembled by hand for x86-64 and ARM64.

Numbers: the kernel's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass

_MACHINES = {"x86_64": 0, "aarch64": 1}
_AUDIT = (0xC000003E, 0xC00000B7)  # AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64
# name: number on x86-64, number on ARM64
_REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442), "unshare": (272, 97),
    "setns": (308, 268), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "fanotify_init": (300, 262), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142), "acct": (163, 89), "quotactl": (179, 60),
    "syslog": (103, 116), "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "personality": (135, 92), "sethostname": (170, 161), "setdomainname": (171, 162),
}  # fmt: skip
_CLONE, _CLONE3, _SOCKET = (56, 220), (435, 435), (41, 198)
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6; AF_NETLINK, with which libraries look for interfaces

_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: what, its constant, and how many to skip where its test holds or not."""

    code: int
    value: int
    true: int = 0
    false: int = 0

    def packed(self) -> bytes:
        return struct.pack("=HBBI", self.code, self.true, self.false, self.value)


def program(machine: int) -> list[Step]:
    """The filter for a machine (index in the tables)."""
    steps = [
        Step(_LOAD, _ARCH), Step(_EQUAL, _AUDIT[machine], 1, 0), Step(_RETURN, _KILL),
        Step(_LOAD, _NUMBER), Step(_AT_LEAST, 0x40000000, 0, 1), Step(_RETURN, _KILL),  # x32
    ]  # fmt: skip
    for numbers in _REFUSED.values():
        steps += [Step(_EQUAL, numbers[machine], 0, 1), Step(_RETURN, _ERRNO | errno.EPERM)]
    # the C library falls back to clone, whose flags can be looked at
    steps += [Step(_EQUAL, _CLONE3[machine], 0, 1), Step(_RETURN, _ERRNO | errno.ENOSYS)]
    steps += [
        Step(_EQUAL, _CLONE[machine], 0, 4), Step(_LOAD, _ARGUMENT), Step(_ANY_BIT, _NEW_NAMESPACES, 0, 1),
        Step(_RETURN, _ERRNO | errno.EPERM), Step(_RETURN, _ALLOW),
        Step(_EQUAL, _SOCKET[machine], 0, 2 + len(_FAMILIES)), Step(_LOAD, _ARGUMENT),
    ]  # fmt: skip
    steps += [Step(_EQUAL, family, len(_FAMILIES) - n, 0) for n, family in enumerate(_FAMILIES)]
    return [*steps, Step(_RETURN, _ERRNO | errno.EAFNOSUPPORT), Step(_RETURN, _ALLOW)]


def supported() -> bool:
    return platform.machine() in _MACHINES


def refuse() -> None:
    """From now on, and in every child, the calls above fail. The calling thread must be the only one."""
    packed = b"".join(step.packed() for step in program(_MACHINES[platform.machine()]))
    instructions = ctypes.create_string_buffer(packed, len(packed))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    whole = Program(len(packed) // 8, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(22, 2, ctypes.byref(whole), 0, 0) != 0:  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
        raise OSError(ctypes.get_errno(), "the filter of system calls was refused")
