"""The few Linux system calls that Python's library does not offer, by ctypes. Each raises OSError where it is refused."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x1000_0000, 0x2000_0000, 0x4000_0000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 0x1000, 0x4000, 0x4_0000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 4, 22, 24
_PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 38, 36
_PR_SET_KEEPCAPS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 8, 47, 2
_CAP_DAC_READ_SEARCH = 2
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9
_SYS_LANDLOCK_CREATE, _SYS_LANDLOCK_ADD, _SYS_LANDLOCK_RESTRICT = 444, 445, 446  # the same on every architecture
_CAP_VERSION_3 = 0x2008_0522
_LAST_CAPABILITY = 63

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """Move this process (for CLONE_NEWPID: its next child) into new namespaces."""
    _checked(_libc.unshare(flags), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Join the namespace that an open file of /proc/PID/ns names."""
    _checked(_libc.setns(descriptor, kind), "setns")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """mount(2)."""
    _checked(
        _libc.mount(source.encode(), target.encode(), kind.encode() if kind else None, flags, data.encode() or None),
        f"mount {target}",
    )


def _prctl(option: int, *arguments: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(_libc.prctl(option, *padded), "prctl")


def current_processor() -> int:
    """The number of the processor that this thread runs on now."""
    return _checked(_libc.sched_getcpu(), "sched_getcpu")


def return_free_memory() -> None:
    """Give back what malloc keeps of memory that has been freed, where the C library knows how (glibc does)."""
    with contextlib.suppress(AttributeError):
        _libc.malloc_trim(0)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that they can be found and killed."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def forbid_new_privileges() -> None:
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def hide_memory() -> None:
    """Make this process undumpable: others of the same user can neither ptrace it nor read its /proc files."""
    _prctl(_PR_SET_DUMPABLE, 0)


def show_memory() -> None:
    """Undo :func:`hide_memory`, which also hides what a process may write of its own /proc files."""
    _prctl(_PR_SET_DUMPABLE, 1)


def drop_capabilities() -> None:
    """Give up every capability, for this process and for whatever it executes."""
    _bound_capabilities(kept=-1)
    _set_capabilities(0)


def become_reader(user: int) -> None:
    """Become an unprivileged user who may still read what root may: the interpreter may lie in a home folder.

    Needs root. As another user the process is counted by RLIMIT_NPROC, which stops nothing for root.
    """
    _bound_capabilities(kept=_CAP_DAC_READ_SEARCH)
    _prctl(_PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    _set_capabilities(1 << _CAP_DAC_READ_SEARCH)
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_READ_SEARCH)  # also in programs that it executes


def _bound_capabilities(kept: int) -> None:
    for capability in range(_LAST_CAPABILITY + 1):
        if capability != kept:
            try:
                _prctl(_PR_CAPBSET_DROP, capability)
            except OSError:
                break  # the kernel knows fewer


def _set_capabilities(mask: int) -> None:
    header = struct.pack("Ii", _CAP_VERSION_3, 0)
    _checked(_libc.capset(header, struct.pack("6I", mask, mask, mask, 0, 0, 0)), "capset")


def install_filter(program: bytes) -> None:
    """Install a compiled seccomp filter (BPF instructions of 8 bytes); needs :func:`forbid_new_privileges` first."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))

    described = Program(len(program) // 8, program)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(described))


def map_user(inside: int, outside_uid: int, outside_gid: int) -> None:
    """In a fresh user namespace: be the user ``inside``, who is ``outside_uid`` for everybody else."""
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inside} {outside_uid} 1")
    Path("/proc/self/gid_map").write_text(f"{inside} {outside_gid} 1")


_READ_RIGHTS = 1 | 4 | 8  # execute, read a file, list a folder
_LANDLOCK_VERSION_FLAG = 1


def landlock_version() -> int:
    """The kernel's Landlock ABI version; 0 where there is none."""
    version = _libc.syscall(_SYS_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION_FLAG)
    return max(0, version)


def landlock(readable: list[str], writable: list[str]) -> None:
    """Allow this process to read only ``readable`` and to write only ``writable``, for ever (needs no_new_privs).

    Newer kernels also refuse TCP, abstract sockets and signals to processes outside.
    """
    version = landlock_version()
    files = (1 << 13) - 1
    if version >= 2:
        files |= 1 << 13
    if version >= 3:
        files |= 1 << 14
    if version >= 5:
        files |= 1 << 15
    network = 3 if version >= 4 else 0
    scopes = 3 if version >= 6 else 0
    attributes = struct.pack("QQQ", files, network, scopes)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = _checked(_libc.syscall(_SYS_LANDLOCK_CREATE, attributes[:size], size, 0), "landlock_create_ruleset")
    try:
        for paths, rights in ((readable, _READ_RIGHTS), (writable, files)):
            for path in paths:
                try:
                    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
                except OSError:
                    continue
                try:
                    allowed = rights if os.path.isdir(path) else rights & (1 | 2 | 4 | (1 << 14))  # noqa: PTH112
                    rule = struct.pack("=Qi", allowed & files, descriptor)
                    _checked(_libc.syscall(_SYS_LANDLOCK_ADD, rules, 1, rule, 0), f"landlock_add_rule {path}")
                finally:
                    os.close(descriptor)
        _checked(_libc.syscall(_SYS_LANDLOCK_RESTRICT, rules, 0), "landlock_restrict_self")
    finally:
        os.close(rules)
