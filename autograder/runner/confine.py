"""What a freshly forked child does to itself before it runs a line of a submission."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import kernel, syscall_filter

SLOT_UID = 100_200
"""The first of the unprivileged users, one a slot, that children become where the grader is root."""
UNPRIVILEGED = 65_534
WORK = "/tmp/work"
TREE_FILES = 4
"""A submission's files together may be so many times as large as one of them."""


@dataclass(frozen=True)
class ChildLimits:
    """Limits of one child, enforced by the kernel."""

    cpu_seconds: int
    memory_mb: int
    processes: int
    file_mb: int
    output_kb: int


@dataclass(frozen=True)
class Confinement:
    """How children are confined; the same for all of one zygote."""

    level: str
    """``namespaces``, ``landlock`` or ``process``; see ``autograder.isolation.levels``."""
    first_user: int | None
    """Where the grader is root and there are other users: whom the child of the first slot becomes."""
    given: Path | None
    """The folder of the assignment's given files."""
    readable: list[str]
    """What may be read where Landlock decides."""
    filter: bytes
    """The system call filter, compiled beforehand."""

    @classmethod
    def prepare(cls, level: str, first_user: int | None, given: Path | None, readable: list[str]) -> Confinement:
        """All that can be done once, before the first fork.

        Raises:
            OSError, ImportError: where what the level needs is missing.
        """
        program = b"" if level == "process" else syscall_filter.compile_filter(shared_system=level == "landlock")
        return cls(level, first_user, given, readable, program)

    def fork(self) -> int:
        """Fork as ``os.fork`` does; at the strongest level the child is process 1 of a namespace of its own."""
        if self.level != "namespaces":
            return os.fork()
        home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        kernel.unshare(kernel.CLONE_NEWPID)
        pid = os.fork()
        if pid:
            kernel.setns(home, kernel.CLONE_NEWPID)
        os.close(home)
        return pid

    def apply(self, slot: int, limits: ChildLimits, work: str) -> None:
        """Confine this process, for ever; the order of the steps matters.

        Args:
            slot: number of the place that it runs in, and so of its user.
            limits: its own.
            work: the folder that becomes its working folder.

        Raises:
            OSError: if the kernel refuses a step. Then the process must not run anybody's code.
        """
        user = None if self.first_user is None else self.first_user + slot
        if self.level == "namespaces":
            enter_namespaces(user, limits.file_mb)
        make_work_folder(self.given, work)
        if self.level != "namespaces":
            if user is None:
                kernel.drop_capabilities()  # a root who is the only user of a container has some
            else:
                stop_being_root(user, work)
        set_limits(limits, counted_apart=user is not None or self.level == "namespaces")
        kernel.die_with_parent()  # becoming another user undoes it
        kernel.forbid_new_privileges()
        if self.level == "landlock":
            kernel.landlock(self.readable, [work, os.devnull])
        if self.level != "process":
            kernel.install_filter(self.filter)


def enter_namespaces(user: int | None, file_mb: int) -> None:
    """Own mounts, network, IPC and host name; a private /tmp; an unprivileged user. (Own processes: see the zygote.)

    Where the grader is root the child becomes the user of its slot, because RLIMIT_NPROC stops nothing for root;
    where there is no such user it enters one more user namespace, in which the kernel counts its processes apart.
    """
    kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWNET | kernel.CLONE_NEWUTS)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    size = f"size={max(16, TREE_FILES * file_mb)}m,nr_inodes=20k,mode=777"
    with _interpreter_kept_in(Path("/tmp")):
        for folder in ("/tmp", "/dev/shm"):
            kernel.mount("tmpfs", folder, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, size)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    else:
        uid, gid = os.getuid(), os.getgid()
        kernel.show_memory()  # /proc/self/uid_map belongs to root as long as the process is undumpable
        kernel.unshare(kernel.CLONE_NEWUSER)
        kernel.map_user(UNPRIVILEGED, uid, gid)
        kernel.drop_capabilities()


@contextlib.contextmanager
def _interpreter_kept_in(covered: Path) -> Iterator[None]:
    """Show the interpreter and its packages again if what is mounted in between covers them.

    A kit that was tried out below /tmp would otherwise lack every module that is imported after the fork; packages may also
    lie outside the environment, where a .pth file points.
    """
    packages = {entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")}
    folders: list[str] = []
    for folder in sorted({sys.base_prefix, sys.prefix, *packages}):
        inside = any(Path(folder).is_relative_to(other) for other in folders)
        if Path(folder).is_relative_to(covered) and Path(folder).is_dir() and not inside:
            folders.append(folder)
    opened = [(folder, os.open(folder, os.O_PATH | os.O_CLOEXEC)) for folder in folders]
    yield
    for folder, descriptor in opened:
        Path(folder).mkdir(parents=True, exist_ok=True)
        kernel.mount(f"/proc/self/fd/{descriptor}", folder, None, kernel.MS_BIND | kernel.MS_REC)
        os.close(descriptor)


def stop_being_root(user: int, work: str) -> None:
    """Where no namespaces hold a root grader's child: become the slot's user, to whom limits apply, and own ``work``.

    Root could lift its limits again, and fork without end.
    """
    os.chown(work, user, user)
    kernel.become_reader(user)


def set_limits(limits: ChildLimits, counted_apart: bool) -> None:
    """Address space, CPU, processes, file size, open files; no core dumps.

    Args:
        limits: what the assignment allows.
        counted_apart: whether the kernel counts this child's processes apart from the rest of its user's.
    """
    processes = limits.processes + (0 if counted_apart else _processes_of(os.getuid()))
    own_pages = int(Path("/proc/self/statm").read_text().split()[0])
    address_space = own_pages * resource.getpagesize() + (limits.memory_mb << 20)
    for kind, value in (
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_FSIZE, limits.file_mb << 20),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))


def _processes_of(user: int) -> int:
    return sum(1 for entry in Path("/proc").iterdir() if entry.name.isdigit() and _owner(entry) == user)


def _owner(entry: Path) -> int:
    try:
        return entry.stat().st_uid
    except OSError:
        return -1


def make_work_folder(given: Path | None, folder: str) -> None:
    """A private working folder that shows the assignment's given files, read-only, under their names."""
    work = Path(folder)
    work.mkdir(parents=True, exist_ok=True)
    os.chdir(work)
    os.environ.update(HOME=folder, TMPDIR=folder, PWD=folder)
    sys.path[0] = ""  # as in a notebook: modules beside it can be imported
    if given is not None and given.is_dir():
        for entry in given.iterdir():
            (work / entry.name).symlink_to(entry)


def keep_only(descriptors: set[int]) -> None:
    """Close every file but these, and give the standard streams to nobody."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208 - the listing's own descriptor must not matter
        descriptor = int(entry)
        if descriptor > 2 and descriptor not in descriptors:
            try:
                os.close(descriptor)
            except OSError:
                continue
