"""What each level of isolation promises, and small attempts, made inside a real confined child, that show it held.

An attempt is Python source that runs as a cell of a notebook would. It leaves in ``got`` what it got hold of; a promise
is held if that is nothing. What an attempt is after (a file, a process, sockets) is set up outside by :class:`Bait`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.messages import Message
from autograder.runner.confine import ChildLimits
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle
from autograder.wire.frames import Deadline, WireClosed, WireTimeout

from . import jail
from .levels import Level
from .sandbox import Child, Sandbox
from .scratch import scratch

SECONDS = 120.0
"""For one attempt. Only one of them takes as much as two seconds of processor time, but a machine may be busy."""
LIMITS = ChildLimits(cpu_seconds=2, memory_mb=512, processes=8, file_mb=8, output_kb=64)


class Bait:
    """What the attempts are after: files, a process, sockets, a name in the environment. Use as a context manager."""

    def __init__(self, of_kit: Sequence[Path] = ()) -> None:
        self._open = contextlib.ExitStack()
        self.folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="doctor-", dir=scratch())))
        self.folder.chmod(0o755)
        self.hidden = self.folder / "hidden"
        self.hidden.mkdir()
        (self.hidden / "test.py").write_text("HIDDEN = 1\n")
        self.in_shown = [bait for root in jail.shown_roots() if (bait := _small_folder_in(root)) is not None]
        """In each folder that the sandbox shows, one that this sandbox shall hide: as if the kit lay there."""
        self.of_kit = tuple(of_kit)
        self.open_folder = self.folder / "open"
        self.open_folder.mkdir()
        self.open_folder.chmod(0o777)
        self.process = subprocess.Popen(["sleep", "600"])
        self._open.callback(self._end_process)
        self.tcp = self._socket(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.udp = self._socket(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self.unix = self._socket(socket.AF_UNIX, socket.SOCK_STREAM, str(self.folder / "socket"))
        (self.folder / "socket").chmod(0o777)
        self.abstract_name = f"autograder-doctor-{secrets.token_hex(8)}"
        self.abstract = self._socket(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + self.abstract_name)
        self.variable = f"AUTOGRADER_DOCTOR_{os.getpid()}"
        os.environ[self.variable] = "1"
        self._open.callback(os.environ.pop, self.variable, None)

    def _socket(self, family: int, kind: int, address: object) -> socket.socket:
        made = self._open.enter_context(socket.socket(family, kind))
        made.bind(address)  # type: ignore[arg-type]
        if kind == socket.SOCK_STREAM:
            made.listen()
        return made

    def _end_process(self) -> None:
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Bait:
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()


def _small_folder_in(root: Path) -> Path | None:
    """A folder there with a file in it, and without anything that the interpreter needs. Nothing is written anywhere."""
    for pattern in ("share/doc/*", "share/*", "include/*", "lib/*/site-packages/*.dist-info", "doc/*", "*"):
        for folder in sorted(root.glob(pattern)):
            if folder.is_symlink() or not folder.is_dir() or folder.name in ("lib", "bin", "lib64", "site-packages"):
                continue
            with contextlib.suppress(OSError):
                if any(entry.is_file() and not entry.is_symlink() for entry in folder.iterdir()):
                    return folder
    return None


@dataclass(frozen=True)
class Guarantee:
    """A promise, and the attempt to break it.

    ``source`` writes the attempt for a bait. Where ``ends`` is given, the attempt must not come to its end: the limit
    named there has to stop it.
    """

    title: str
    promised_from: Level
    source: Callable[[Bait], str]
    ends: bool = False


@dataclass(frozen=True)
class Finding:
    """What an attempt showed."""

    guarantee: Guarantee
    promised: bool
    held: bool
    how: str


def _reading(*paths: str) -> str:
    return f"""
import os
for path in {list(paths)!r}:
    try:
        got += os.listdir(path) if os.path.isdir(path) else [open(path, "rb").read(1)]
    except OSError as error:
        why = str(error)
"""


def _connecting(family: str, kind: str, address: object) -> str:
    return f"""
import socket
try:
    made = socket.socket(socket.{family}, socket.{kind})
    made.settimeout(2)
    made.connect({address!r})
    made.send(b"x")
    got.append({address!r})
except OSError as error:
    why = str(error)
"""


GUARANTEES = (
    Guarantee(
        Message("a hidden test cannot be read"), Level.LANDLOCK, lambda bait: _reading(f"{bait.hidden}/test.py", f"{bait.hidden}")
    ),
    Guarantee(
        Message("hidden folders cannot be read, wherever they lie"),
        Level.LANDLOCK,
        lambda bait: _reading(*map(str, (*bait.in_shown, *bait.of_kit))),
    ),
    Guarantee(Message("the system's secrets cannot be read"), Level.LANDLOCK, lambda bait: _reading("/etc/shadow", "/etc/ssh")),
    Guarantee(
        Message("the grader's home cannot be read"),
        Level.LANDLOCK,
        lambda bait: _reading(str(Path("~/.ssh").expanduser()), str(Path("~/.bashrc").expanduser()), str(bait.folder)),
    ),
    Guarantee(
        Message("nothing outside can be written"),
        Level.LANDLOCK,
        lambda bait: f"""
import os
for place in ({str(bait.open_folder)!r}, "/", "/etc", "/usr", "/var/tmp", os.path.dirname(os.__file__)):
    try:
        with open(place + "/doctor", "x"):
            got.append(place)
        os.unlink(place + "/doctor")
    except OSError as error:
        why = str(error)
""",
    ),
    Guarantee(
        Message("other processes cannot be seen"),
        Level.LANDLOCK,
        lambda bait: f"""
import os
for pid in ({bait.process.pid}, {os.getpid()}):
    try:
        got.append(open(f"/proc/{{pid}}/cmdline").read(40))
    except OSError as error:
        why = str(error)
""",
    ),
    Guarantee(
        Message("the grader cannot be signalled"),
        Level.LANDLOCK,
        lambda bait: f"""
import os
for pid in ({bait.process.pid}, {os.getpid()}):
    try:
        os.kill(pid, 0)
        got.append(pid)
    except OSError as error:
        why = str(error)
""",
    ),
    Guarantee(
        Message("no TCP connection"), Level.LANDLOCK, lambda bait: _connecting("AF_INET", "SOCK_STREAM", bait.tcp.getsockname())
    ),
    Guarantee(
        Message("no UDP datagram"), Level.LANDLOCK, lambda bait: _connecting("AF_INET", "SOCK_DGRAM", bait.udp.getsockname())
    ),
    Guarantee(
        Message("no unix socket by path"),
        Level.LANDLOCK,
        lambda bait: _connecting("AF_UNIX", "SOCK_STREAM", bait.unix.getsockname()),
    ),
    Guarantee(
        Message("no unix socket by abstract name"),
        Level.LANDLOCK,
        lambda bait: _connecting("AF_UNIX", "SOCK_STREAM", "\0" + bait.abstract_name),
    ),
    Guarantee(
        Message("no dangerous system calls"),
        Level.LANDLOCK,
        lambda bait: """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for name, arguments in (("ptrace", (0, 0, 0, 0)), ("unshare", (0x10000000,)), ("memfd_create", (b"x", 0)),
                        ("mount", (b"none", b"/tmp", b"tmpfs", 0, None))):
    if getattr(libc, name)(*arguments) != -1:
        got.append(name)
why = "refused by seccomp"
""",
    ),
    Guarantee(
        Message("the grader's environment is not handed on"),
        Level.PROCESS,
        lambda bait: f"""
import os
got += [name for name in os.environ if name == {bait.variable!r}]
why = f"{{len(os.environ)}} variables, all of the sandbox's own"
""",
    ),
    Guarantee(
        Message("no more processes than allowed"),
        Level.PROCESS,
        lambda bait: f"""
import os, time
try:
    for number in range({4 * LIMITS.processes}):
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
    time.sleep(2)
    got.append(number)
except OSError as error:
    why = str(error)
""",
    ),
    Guarantee(
        Message("no more memory than allowed"),
        Level.PROCESS,
        lambda bait: f"""
try:
    got.append(len(bytearray({2 * LIMITS.memory_mb} << 20)))
except MemoryError:
    why = "MemoryError"
""",
    ),
    Guarantee(
        Message("no larger file than allowed"),
        Level.PROCESS,
        lambda bait: f"""
try:
    with open("big", "wb") as file:
        for _ in range({2 * LIMITS.file_mb}):
            file.write(bytes(1 << 20))
    got.append("big")
except OSError as error:
    why = str(error)
""",
    ),
    Guarantee(
        Message("limits cannot be lifted"),
        Level.PROCESS,
        lambda bait: """
import resource
for kind in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU):
    try:
        resource.setrlimit(kind, (-1, -1))
        got.append(kind)
    except (OSError, ValueError) as error:
        why = str(error)
""",
    ),
    Guarantee(
        Message("no more processor time than allowed"), Level.PROCESS, lambda bait: "while True: pass", ends=True
    ),
)  # fmt: skip


def attempts(
    level: Level,
    promised_by: Level | None = None,
    of_kit: Sequence[Path] = (),
    which: Sequence[Guarantee] = GUARANTEES,
) -> Iterator[Finding]:
    """Make every attempt in a confined child of that level, and say what came of it.

    Args:
        level: how the children are really confined.
        promised_by: whose promises they are held to; by default their own level's.
        of_kit: the folders of a kit that no sandbox may show.
        which: the promises that are tried.
    """
    promised_by = level if promised_by is None else promised_by
    with Bait(of_kit) as bait, Sandbox(level, 1, (), None, [bait.hidden, *bait.in_shown, *bait.of_kit]) as sandbox:
        sandbox.wait_until_ready()
        for guarantee in which:
            held, how = _try(sandbox, guarantee, bait)
            yield Finding(guarantee, promised_by >= guarantee.promised_from, held, how)


def _try(sandbox: Sandbox, guarantee: Guarantee, bait: Bait) -> tuple[bool, str]:
    child = sandbox.slots[0].start(LIMITS)
    try:
        answer = _run(child, guarantee.source(bait))
    except WireClosed:
        ending = child.end(grace=5.0)
        how = Message("stopped by signal {signal}", signal=-ending.exit_code)
        if ending.over:
            how = Message("stopped: {limit}", limit=ending.over)
        return (ending.by_itself or bool(ending.over)), how
    except WireTimeout:
        return False, Message("still running after {seconds} s", seconds=SECONDS)
    finally:
        child.end()
    got, why = answer
    if guarantee.ends:
        return False, Message("it came to its end")
    return not got, why[:60] if not got else f"got {got!r}"[:60]


def _run(child: Child, source: str) -> tuple[list[object], str]:
    """What an attempt got hold of, and what stood in its way: both are what the child says of itself."""
    encoder = Encoder(lambda value: Handle(0, "opaque", "?"), 1 << 20)
    decoder = Decoder(lambda handle: None)
    deadline = Deadline(SECONDS)
    decoder.decode(child.wire.receive(deadline), deadline)
    answers = []
    requests = (["cell", f"got, why = [], 'nothing found'\n{source}"], ["lookup", "got"], ["lookup", "why"])
    for number, request in enumerate(requests, start=1):
        child.wire.send(encoder.encode([child.token, [number, *request]]), deadline)
        answers.append(decoder.decode(child.wire.receive(deadline), deadline)[1][2])
    return answers[1][1], answers[2][1]
