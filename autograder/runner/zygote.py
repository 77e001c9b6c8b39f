"""The zygote: imports what notebooks import, once, and forks a child for each submission.

After a torch operation on two threads a forked child would hang, so it computes nothing of size, and the one thread that it
has is asserted before each fork. It is started by ``exec``, before and apart from anything that reads a
test: a child has a copy of the zygote's memory, and there must be nothing in it to find.

Run as ``python -m autograder.runner.zygote SETTINGS`` where SETTINGS is JSON:
``controls`` (descriptors of one control socket a slot), ``preimport`` (modules), ``level`` (namespaces, landlock or
process), ``meters`` (descriptor of what its judges read, see ``meters``), ``first_user`` (of the first slot, or null), ``given`` (the folder of the assignment's given files) and ``readable`` (paths, for landlock).

Control messages are msgpack on a SOCK_SEQPACKET socket, one for each slot. From the judge's side: ``run`` with the run's
socket as an attached descriptor, ``kill``, ``reset`` (from whoever takes a slot over; answered by ``idle``). From here: ``ready``, ``started``, ``ended`` (wait status, CPU seconds,
peak memory, the limit that its processes together were over), ``failed`` (why the child could not be confined).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

if __name__ == "__main__":
    gc.disable()  # until all is imported: imports make next to no garbage, and the collector would go through them again and again

import msgpack

from autograder.wire.frames import FramedSocket

from . import confine, kernel, otter_stand_in, usage
from .agent import Agent
from .meters import Meters
from .shell import GradingShell, make_shell

MESSAGE_LIMIT = 1 << 16
ALSO_IMPORTED = ("numpy.random", "IPython.core.logger", "bdb")
"""What every child would otherwise import for itself: numpy does so when its name is first used, IPython in its first cell."""
GC_THRESHOLD = 100_000
"""Objects between two collections. The default, 700, is for programs that live longer than a submission."""
FILES_EVERY = 5
"""Looks at a child between two walks over its files, where no file system of its own bounds them."""
ORPHAN_SECONDS = 10.0


@dataclass
class ChildSlot:
    """One place for a child; children of different slots may run at the same time."""

    number: int
    control: socket.socket
    pid: int = 0
    pidfd: int = -1
    limits: confine.ChildLimits | None = None
    work: str = ""
    over: str = ""
    tally: usage.Tally | None = None
    looks: int = 0
    told_idle: bool = True
    """Whether nobody waits to hear that no child runs here."""


class Zygote:
    """See the module's description."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.level: str = settings["level"]
        given = Path(settings["given"]) if settings["given"] else None
        self.confinement = confine.Confinement.prepare(self.level, settings["first_user"], given, settings["readable"])
        self.slots = [
            ChildSlot(number, socket.socket(fileno=descriptor))
            for number, descriptor in enumerate(settings["controls"])
        ]
        self.meters = Meters(len(self.slots), settings["meters"])
        self.selector = selectors.DefaultSelector()
        self.own_kb = 0
        self.next_look = math.inf
        self.shell: GradingShell

    def prepare(self, modules: list[str]) -> None:
        """Import everything, once; nothing here may compute on more than one thread."""
        if self.level != "process":
            kernel.hide_memory()
        kernel.adopt_orphans()
        for name in (*modules, *ALSO_IMPORTED):
            importlib.import_module(name)
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(1)
        warm_up()
        otter_stand_in.install()
        self.shell = make_shell()
        gc.set_threshold(GC_THRESHOLD)
        gc.freeze()  # a collection in a child would otherwise touch, and so copy, every page; what little garbage there is may stay
        gc.enable()
        self.own_kb = usage.anonymous_kb(os.getpid())

    def serve(self) -> None:
        """Fork on request until every control socket is closed."""
        for slot in self.slots:
            self.selector.register(slot.control, selectors.EVENT_READ, (slot, "control"))
            _send(slot.control, {"event": "ready"})
        open_controls = len(self.slots)
        while open_controls:
            for key, _ in self.selector.select(self._until_next_look()):
                slot, what = key.data
                if what == "child":
                    self._reap(slot)
                elif not self._obey(slot):
                    self.selector.unregister(slot.control)
                    self._kill(slot)
                    open_controls -= 1
            if time.monotonic() >= self.next_look:
                self._look_at_families()

    def _obey(self, slot: ChildSlot) -> bool:
        data, descriptors, _, _ = socket.recv_fds(slot.control, MESSAGE_LIMIT, 1)
        if not data:
            return False
        message = msgpack.unpackb(data)
        if message["do"] == "run":
            self._fork(slot, message, descriptors[0])
            os.close(descriptors[0])
        elif message["do"] == "kill":
            self._kill(slot)
        elif message["do"] == "reset":
            slot.told_idle = False
            self._kill(slot)
            self._say_idle(slot)
        return True

    def _fork(self, slot: ChildSlot, message: dict[str, Any], descriptor: int) -> None:
        threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
        if threads != 1:
            _send(slot.control, {"event": "failed", "why": f"the zygote has {threads} threads and must have one"})
            return
        pid = self.confinement.fork()
        if pid == 0:
            self._become_child(slot, message, descriptor)
        slot.pid, slot.over, slot.looks = pid, "", 0
        slot.limits, slot.work = confine.ChildLimits(**message["limits"]), message["work"]
        slot.pidfd = os.pidfd_open(pid)
        slot.tally = usage.Tally(time.monotonic(), 2 * usage.LOOK_EVERY)
        self.meters.write(slot.number, 0.0, 0.0)
        self.selector.register(slot.pidfd, selectors.EVENT_READ, (slot, "child"))
        with contextlib.suppress(OSError):  # a judge that is gone; its end of the socket says so next
            _send(slot.control, {"event": "started"})

    def _become_child(self, slot: ChildSlot, message: dict[str, Any], descriptor: int) -> NoReturn:
        """Confine this process and serve the judge. Whatever happens, it never returns into the zygote's loop."""
        try:
            kernel.die_with_parent()
            if message["processor"] is not None:
                os.sched_setaffinity(0, {message["processor"]})
            kernel.adopt_orphans()  # so that what it starts stays in its family, and is counted with it
            confine.keep_only({descriptor})
            wire = FramedSocket(socket.socket(fileno=descriptor), message["frame_limit"])
            limits = confine.ChildLimits(**message["limits"])
            agent = Agent(wire, self.shell, message["token"], limits.output_kb << 10)
            try:
                self.confinement.apply(slot.number, limits, message["work"])
            except Exception as error:
                agent.greet(f"{type(error).__name__}: {error}")
            else:
                agent.greet("")
                agent.serve()
        finally:
            os._exit(0)

    def _until_next_look(self) -> float | None:
        """Seconds; None while nothing runs that could use anything up."""
        if not any(slot.pid and not slot.over for slot in self.slots):
            self.next_look = math.inf
            return None
        self.next_look = min(self.next_look, time.monotonic() + usage.LOOK_EVERY)
        return max(0.0, self.next_look - time.monotonic())

    def _look_at_families(self) -> None:
        """End each child that with all its descendants uses more than it may, and whoever left such a family."""
        self.next_look = math.inf
        self._kill_orphans()
        for slot in self.slots:
            if not slot.pid or slot.over or slot.limits is None or slot.tally is None:
                continue
            family = usage.family_of(slot.pid, self.own_kb)
            if family.cpu_seconds < slot.tally.seen:  # perhaps only because one was waited for between two of the looks
                family = usage.family_of(slot.pid, self.own_kb)
            slot.tally.look(time.monotonic(), family.cpu_seconds, family.waits)
            self.meters.write(slot.number, slot.tally.processor, slot.tally.waiting)
            slot.over = usage.over_limit(slot.pid, self.own_kb, slot.limits, family, slot.tally)
            slot.looks += 1
            if self.level != "namespaces" and slot.looks % FILES_EVERY == 0 and not slot.over:
                slot.over = "files" if usage.files_mb(slot.work) > confine.TREE_FILES * slot.limits.file_mb else ""
            if slot.over:
                self._kill(slot)

    def _kill(self, slot: ChildSlot) -> None:
        if slot.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(slot.pid, signal.SIGKILL)

    def _reap(self, slot: ChildSlot) -> None:
        """A child has ended: say how, and make sure that nothing of it lives on."""
        self.selector.unregister(slot.pidfd)
        os.close(slot.pidfd)
        _, status, spent = os.wait4(slot.pid, 0)
        slot.pid, slot.pidfd = 0, -1
        self._kill_orphans()
        event = {
            "event": "ended",
            "status": status,
            "cpu_seconds": spent.ru_utime + spent.ru_stime,
            "peak_kb": spent.ru_maxrss,
            "over": slot.over,
        }
        with contextlib.suppress(OSError):
            _send(slot.control, event)
        self._say_idle(slot)

    def _say_idle(self, slot: ChildSlot) -> None:
        if not slot.told_idle and not slot.pid:
            slot.told_idle = True
            with contextlib.suppress(OSError):
                _send(slot.control, {"event": "idle"})

    def _kill_orphans(self) -> None:
        """Processes that outlived their child have this one as their parent now (see ``adopt_orphans``).

        With a process namespace a child the kernel has killed them already; then there is nothing to find.
        """
        if self.level == "namespaces":
            return
        children = {slot.pid for slot in self.slots}
        end = time.monotonic() + ORPHAN_SECONDS
        while time.monotonic() < end:
            orphans = [pid for pid in usage.children_of(os.getpid()) if pid not in children]
            if not orphans:
                return
            for pid in orphans:  # first all of them, for one that still runs may start another
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for pid in orphans:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def warm_up() -> None:
    """Do what libraries do when they are first used: fonts are found, modules imported that wait for the first print."""
    if torch := sys.modules.get("torch"):
        repr(torch.zeros(1))
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.subplots()
        pyplot.close("all")


def _send(control: socket.socket, message: dict[str, Any]) -> None:
    control.send(msgpack.packb(message))


def main() -> None:
    settings = json.loads(sys.argv[1])
    kernel.die_with_parent()
    zygote = Zygote(settings)
    zygote.prepare(settings["preimport"])
    zygote.serve()
    os._exit(0)  # at once: there is nothing to write, and taking all modules apart takes a third of a second


if __name__ == "__main__":
    main()
