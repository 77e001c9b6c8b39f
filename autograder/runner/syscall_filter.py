"""The seccomp filter of a child: system calls that no course work needs and that a way out might."""

from __future__ import annotations

import errno
import socket
import tempfile

FORBIDDEN = [
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "kcmp",
    "pidfd_getfd",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "unshare",
    "setns",
    "keyctl",
    "add_key",
    "request_key",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "reboot",
    "swapon",
    "swapoff",
    "acct",
    "quotactl",
    "syslog",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "sethostname",
    "setdomainname",
    "open_by_handle_at",
    "name_to_handle_at",
    "lookup_dcookie",
    "iopl",
    "ioperm",
    # Memory that belongs to no process, and so to none of the limits.
    "memfd_create",
    "memfd_secret",
    "shmget",
    "shmat",
    "msgget",
    "semget",
    "mq_open",
    # The memory of other processes.
    "process_madvise",
    "process_mrelease",
    "move_pages",
    "migrate_pages",
]
_OF_ANOTHER_PROCESS = [
    ("prlimit64", 0),
    ("sched_setaffinity", 0),
    ("sched_setscheduler", 0),
    ("sched_setparam", 0),
    ("sched_setattr", 0),
    ("setpriority", 1),
    ("ioprio_set", 1),
]
"""Calls that change how another process runs, and the argument that names it; 0 is the caller itself."""
_DATAGRAM_KINDS = (2, 3)
"""SOCK_DGRAM and SOCK_RAW: even one of a pair can send to any address."""
_NAMESPACE_FLAGS = (0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000)


def compile_filter(shared_system: bool) -> bytes:
    """The filter as BPF instructions, compiled once by libseccomp.

    Sockets of other families than AF_UNIX are refused at each level: some of them (AF_VSOCK) know no network namespace.

    Args:
        shared_system: the child shares processes and files' names with everybody else: refuse also to make any socket
            but a connected pair, and to change how other processes run.

    Raises:
        OSError, ImportError: where libseccomp is missing.
    """
    import pyseccomp

    program = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in FORBIDDEN:
        try:
            program.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
        except (OSError, ValueError, RuntimeError):
            continue  # this kernel or architecture has no such call
    # New namespaces through clone(2); clone3 hides its flags in memory, and says ENOSYS so that libc falls back.
    for flag in _NAMESPACE_FLAGS:
        program.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    program.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    refuse = pyseccomp.ERRNO(errno.EACCES)
    if shared_system:
        program.add_rule(refuse, "socket")
        for kind in _DATAGRAM_KINDS:
            program.add_rule(refuse, "socketpair", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xF, kind))
        for name, position in _OF_ANOTHER_PROCESS:
            program.add_rule(pyseccomp.ERRNO(errno.EPERM), name, pyseccomp.Arg(position, pyseccomp.NE, 0))
    else:
        program.add_rule(refuse, "socket", pyseccomp.Arg(0, pyseccomp.NE, socket.AF_UNIX))
    with tempfile.TemporaryFile() as file:
        program.export_bpf(file)
        file.seek(0)
        return file.read()
