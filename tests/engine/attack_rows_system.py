"""Attacks on the kernel and on what else lives on the machine, at each level that promises to stop them."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from attack_rows_in import gained_nothing
from attack_table import more
from bench import Bench, digest_of

from autograder.isolation.levels import Level
from autograder.results import Status


def found_by(bench: Bench, level: Level, source: str) -> str:
    """What ``found`` holds after the source has run inside, as the student would be told."""
    telling = f"{source}\n{bench.target.header}\n    raise LookupError(f'got {{found}}')\n"
    result = bench.grade(level, answer=telling)
    assert result.status is Status.GRADED, result.detail
    assert bench.of_others(result) == bench.rest
    return bench.of_target(result).cases[0].output.partition("LookupError: ")[2]


SYSCALLS = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
found = []
def attempt(name, *arguments):
    function = getattr(libc, name, None)
    if function is None:
        return
    ctypes.set_errno(0)
    if function(*arguments) != -1 or ctypes.get_errno() not in (errno.EPERM, errno.EACCES, errno.ENOSYS):
        found.append((name, ctypes.get_errno()))
buffer = ctypes.create_string_buffer(4096)
attempt("ptrace", 0, 0, 0, 0)
attempt("process_vm_readv", os.getppid() or 1, buffer, 0, buffer, 0, 0)
attempt("mount", b"none", b"/tmp", b"tmpfs", 0, None)
attempt("umount2", b"/proc", 2)
attempt("chroot", b"/")
attempt("pivot_root", b"/", b"/")
attempt("unshare", 0x10000000)
attempt("unshare", 0x00020000)
attempt("setns", 0, 0)
attempt("swapon", b"/dev/null", 0)
attempt("reboot", 0)
attempt("acct", None)
attempt("sethostname", b"x", 1)
attempt("init_module", buffer, 1, b"")
attempt("memfd_create", b"x", 0)
attempt("shmget", 0, 4096, 0o1600)
attempt("msgget", 0, 0o1600)
attempt("semget", 0, 1, 0o1600)
attempt("mq_open", b"/x", 0o102, 0o600, None)
attempt("settimeofday", buffer, None)
attempt("open_by_handle_at", 0, buffer, 0)
attempt("fanotify_init", 0, 0)
if os.uname().machine == "x86_64":
    for number, name, arguments in (
        (321, "bpf", (0, buffer, 72)), (323, "userfaultfd", (0,)), (425, "io_uring_setup", (8, buffer)),
        (248, "add_key", (b"user", b"x", b"y", 1, -3)), (250, "keyctl", (0, -3, 1)), (298, "perf_event_open", (buffer, 0, -1, -1, 0)),
        (312, "kcmp", (os.getpid(), os.getpid(), 0, 0, 0)), (430, "fsopen", (b"tmpfs", 0)), (428, "open_tree", (-100, b"/", 1)),
        (438, "pidfd_getfd", (0, 0, 0)), (313, "finit_module", (0, b"", 0)), (246, "kexec_load", (0, 0, None, 0)),
        (103, "syslog", (3, buffer, 100)), (435, "clone3", (buffer, 88)), (310, "process_vm_readv", (1, buffer, 1, buffer, 1, 0)),
        (272, "unshare", (0x7E020000,)), (56, "clone", (0x10000011, 0, 0, 0, 0)),
    ):
        ctypes.set_errno(0)
        if libc.syscall(number, *arguments) != -1 or ctypes.get_errno() not in (errno.EPERM, errno.EACCES, errno.ENOSYS):
            found.append((name, ctypes.get_errno()))
"""


@more("tries ptrace, mount, unshare, setns, bpf, keyctl, io_uring, userfaultfd, memfd, shared memory and thirty more calls", Level.LANDLOCK, everywhere=True)  # fmt: skip
def system_calls(bench: Bench, level: Level) -> str:
    assert found_by(bench, level, SYSCALLS) == "got []"
    return "each is refused"


@more("lifts its own limits", everywhere=True)
def lifts_limits(bench: Bench, level: Level) -> str:
    source = """
import resource
found = []
for kind in ("AS", "CPU", "FSIZE", "NPROC", "NOFILE", "CORE"):
    number = getattr(resource, "RLIMIT_" + kind)
    for value in (-1, resource.getrlimit(number)[1] + 1):
        try:
            resource.setrlimit(number, (value, value))
            found.append(kind)
        except (OSError, ValueError):
            pass
"""
    assert found_by(bench, level, source) == "got []"
    return "cannot"


@more("looks for descriptors that it has inherited", everywhere=True)
def inherited(bench: Bench, level: Level) -> str:
    source = """
import os, stat
found = []
for number in range(3, 1024):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    found.append("socket" if stat.S_ISSOCK(mode) else f"{number}: {stat.filemode(mode)}")
found = [] if found == ["socket"] else found
"""
    assert found_by(bench, level, source) == "got []"
    return "finds the wire and nothing else"


@more("looks at other processes, in /proc and by their numbers", Level.LANDLOCK, everywhere=True)
def other_processes(bench: Bench, level: Level) -> str:
    bystander = subprocess.Popen(["sleep", "60"])
    source = f"""
import os, resource, signal
found = []
pids = {{1, 2, os.getppid(), {bystander.pid}, {os.getpid()}, {bench.sandbox(level).process.pid}}} - {{os.getpid(), 0}}
for pid in pids:
    for name in ("environ", "cmdline", "mem", "maps", "fd", "root", "cwd", "exe", "status"):
        try:
            path = f"/proc/{{pid}}/{{name}}"
            found.append((path, os.listdir(path) if name in ("fd", "root", "cwd") else open(path, "rb").read(1)))
        except OSError:
            pass
    for attempt in (
        lambda: os.kill(pid, 0), lambda: os.pidfd_open(pid) and os.kill(pid, signal.SIGTERM),
        lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1)),
        lambda: os.sched_setaffinity(pid, {{0}}), lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        lambda: os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0)),
    ):
        try:
            attempt()
            found.append(("did", pid))
        except OSError:
            pass
"""
    try:
        assert found_by(bench, level, source) == "got []"
        assert bystander.poll() is None and os.getpriority(os.PRIO_PROCESS, bystander.pid) == os.getpriority(0, 0)
    finally:
        bystander.kill()
        bystander.wait()
    return "finds none"


@more("reads the memory and the settings of the process that it was forked from", Level.LANDLOCK, everywhere=True)
def zygote_memory(bench: Bench, level: Level) -> str:
    zygote = bench.sandbox(level).process.pid
    source = f"""
import os
found = []
for pid in {{os.getppid(), {zygote}, {zygote} + 1, {zygote} + 2}} - {{0, os.getpid()}}:
    for name in ("mem", "maps", "environ", "cmdline", "task"):
        try:
            path = f"/proc/{{pid}}/{{name}}"
            found.append((path, os.listdir(path) if name == "task" else open(path, "rb").read(1)))
        except OSError:
            pass
"""
    assert found_by(bench, level, source) == "got []"
    return "cannot"


@more("connects to unix sockets by path and by abstract name, by stream and by datagram", Level.LANDLOCK, everywhere=True)  # fmt: skip
def unix_sockets(bench: Bench, level: Level) -> str:
    name = f"autograder-attack-{os.getpid()}-{level.label}"
    with tempfile.TemporaryDirectory(prefix="sock-") as folder, socket.socket(socket.AF_UNIX) as stream:
        datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        abstract = socket.socket(socket.AF_UNIX)
        Path(folder).chmod(0o777)
        stream.bind(f"{folder}/stream")
        datagram.bind(f"{folder}/datagram")
        abstract.bind("\0" + name)
        for server in (stream, abstract):
            server.listen()
            server.settimeout(0)
        datagram.settimeout(0)
        for path in Path(folder).iterdir():
            path.chmod(0o777)
        source = f"""
import socket
found = []
for kind, address in ((socket.SOCK_STREAM, "{folder}/stream"), (socket.SOCK_STREAM, "\\0{name}")):
    try:
        socket.socket(socket.AF_UNIX, kind).connect(address)
        found.append(address)
    except OSError:
        pass
for make in (lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
             lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0],
             lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_RAW)[0],
             lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)[0]):
    try:
        made = make()
        made.sendto(b"x", "{folder}/datagram")
        made.sendmsg([b"x"], [], 0, "{folder}/datagram")
        found.append("datagram")
    except OSError:
        pass
"""
        try:
            assert found_by(bench, level, source) == "got []"
            for server in (stream, abstract):
                try:
                    server.accept()
                    raise AssertionError("somebody connected")
                except BlockingIOError:
                    pass
            try:
                datagram.recv(1)
                raise AssertionError("somebody wrote")
            except BlockingIOError:
                pass
        finally:
            datagram.close()
            abstract.close()
    return "reaches none"


@more("opens TCP, UDP, raw, netlink, packet and vsock sockets", Level.LANDLOCK, everywhere=True)
def network(bench: Bench, level: Level) -> str:
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    receiver.settimeout(0.05)
    source = f"""
import socket
found = []
for family in range(2, 46):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            made = socket.socket(family, kind)
            found.append((family, kind))
            made.sendto(b"x", ("127.0.0.1", {receiver.getsockname()[1]}))
        except (OSError, TypeError, ValueError):
            pass
"""
    try:
        assert found_by(bench, level, source) == "got []"
        try:
            receiver.recv(1)
            raise AssertionError("a datagram came through")
        except TimeoutError:
            pass
    finally:
        receiver.close()
    return "no socket is made"


@more("leaves files, modules and settings for the next submission", Level.LANDLOCK, everywhere=True)
def leaves_something(bench: Bench, level: Level) -> str:
    name = f"left_behind_{os.getpid()}"
    places = """
import os, site, sys, tempfile
places = ["/", "/tmp", "/dev", "/dev/shm", "/var/tmp", "/run", "/etc", "/kit", "/kit/autograder", "/assignment", ".", "..",
          tempfile.gettempdir(), os.path.expanduser("~"), *sys.path[1:], *site.getsitepackages(), sys.prefix,
          os.environ.get("MPLCONFIGDIR", "/"), os.environ.get("IPYTHONDIR", "/")]
"""
    leave = f"""
{places}
for place in places:
    for name in ("{name}.py", "sitecustomize.py"):
        try:
            with open(os.path.join(place, name), "x") as file:
                file.write("secret = 1")
        except OSError:
            pass
os.environ["LEFT_BEHIND"] = "1"
"""
    look = f"""
{places}
found = [place for place in places if os.path.exists(os.path.join(place, "{name}.py"))]
found += ["environment"] if "LEFT_BEHIND" in os.environ else []
try:
    import {name}
    found.append({name}.__file__)
except ImportError:
    pass
"""
    assert bench.grade(level, last=leave).score == bench.assignment.points
    assert found_by(bench, level, look) == "got []"
    return "the next one finds nothing"


@more("changes the files that the assignment gives", Level.LANDLOCK, everywhere=True)
def changes_given(bench: Bench, level: Level) -> str:
    before = digest_of(bench.given)
    source = """
import os
for path in ("table.txt", os.path.realpath("table.txt")):
    for attempt in (lambda: open(path, "w").write("9 9 9"), lambda: os.chmod(path, 0o777), lambda: os.truncate(path, 0),
                    lambda: os.unlink(os.path.realpath(path)), lambda: os.utime(path)):
        try:
            attempt()
        except OSError:
            pass
"""
    gained_nothing(bench, bench.grade(level, first=source, answer=bench.target.wrong))
    assert digest_of(bench.given) == before
    return "only its own links to them"


@more("reads devices, kernel settings and other users' files", Level.LANDLOCK, everywhere=True)
def reads_system(bench: Bench, level: Level) -> str:
    source = f"""
import os
found = []
for path in ("/etc/shadow", "/etc/passwd", "/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/proc/kcore", "/proc/1/mem",
             "/sys/kernel/debug", "/sys/firmware", "/root", "/home", "/var/log", "/var/lib", "/run", "/boot", "/srv",
             "/proc/sys/kernel/core_pattern", {str(bench.kit)!r}, {str(bench.victim.folder)!r}):
    try:
        names = os.listdir(path) if os.path.isdir(path) else [open(path, "rb").read(1)]
    except OSError:
        continue
    # An interpreter that lies in a home folder is shown with the folders above it, and nothing beside it.
    if names and not (os.path.isdir(path) and {str(Path(os.sys.prefix))!r}.startswith(path + "/")
                      or {str(Path(os.sys.base_prefix))!r}.startswith(path + "/")) and path != "/proc/sys/kernel/core_pattern":
        found.append((path, names[:3]))
try:
    with open("/proc/sys/kernel/core_pattern", "w") as file:
        found.append("core_pattern")
except OSError:
    pass
"""
    assert found_by(bench, level, source) == "got []"
    return "finds none"


@more("runs setuid programs, and programs of its own", Level.LANDLOCK, everywhere=True)
def setuid(bench: Bench, level: Level) -> str:
    source = """
import os, subprocess
found = []
for line in (["su", "-c", "id -u"], ["mount", "-t", "tmpfs", "none", "/tmp"], ["unshare", "-Ur", "true"], ["nsenter", "-t", "1", "-a", "true"]):
    try:
        if subprocess.run(line, capture_output=True, timeout=3, stdin=subprocess.DEVNULL).returncode == 0:
            found.append(line)
    except (OSError, subprocess.TimeoutExpired):
        pass
with open("own.sh", "w") as file:
    file.write("#!/bin/sh\\ncat /etc/shadow > shadow\\n")
os.chmod("own.sh", 0o4755)
subprocess.run(["./own.sh"], capture_output=True)
if os.path.exists("shadow") and os.path.getsize("shadow"):
    found.append("shadow")
status = open("/proc/self/status").read() if os.access("/proc/self/status", os.R_OK) and os.getpid() == 1 else ""
found += [line for line in status.splitlines() if line.startswith(("CapEff", "CapPrm")) and int(line.split()[1], 16)]
"""
    assert found_by(bench, level, source) == "got []"
    return "gain nothing"


@more("escapes from its family of processes, and lives on", everywhere=True)
def escapes(bench: Bench, level: Level) -> str:
    name = f"escaped-{os.getpid() % 10_000}"
    source = f"""
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.prctl(36, 0, 0, 0, 0)  # no longer adopt orphans
if os.fork() == 0:
    os.setsid()
    libc.prctl(1, 0, 0, 0, 0)  # not die with a parent
    libc.prctl(15, {name!r}.encode(), 0, 0, 0)
    if os.fork() == 0:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            time.sleep(0.05)
    os._exit(0)
time.sleep(0.1)
"""
    assert bench.grade(level, last=source).score == bench.assignment.points
    end = time.monotonic() + 10
    while _alive(name) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _alive(name)
    return "nothing survives"


def _alive(name: str) -> bool:
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "comm").read_text().strip() == name:
                return True
        except OSError:
            continue
    return False
