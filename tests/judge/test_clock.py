"""The submission's clock: what is charged and what is not, by clocks that the test moves."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from autograder.judge import bounds
from autograder.judge.bounds import LOOK_EVERY, Pulse, Watcher
from autograder.judge.clock import Allowance, SubmissionClock, Time, more_than
from autograder.runner import usage
from autograder.runner.usage import DISK_SHARE, Tally
from autograder.wire.frames import WireTimeout

RUNS, DISK, WAITS = 0.0, DISK_SHARE, 1.0
ROWS = {
    "computes": ([(0.1, RUNS)] * 10, 1.0, 0.0),
    "computes with four threads": ([(0.4, RUNS)] * 10, 4.0, 0.0),
    "gets no processor": ([(0.0, RUNS)] * 10, 0.0, 0.0),
    "gets every tenth turn": ([(0.0, RUNS)] * 9 + [(0.1, RUNS)], 0.1, 0.0),
    "sleeps": ([(0.0, WAITS)] * 10, 0.0, 1.0),
    "sleeps, and computed before the look": ([(0.04, WAITS)] * 10, 0.4, 0.6),
    "waits for a disk": ([(0.0, DISK)] * 10, 0.0, DISK_SHARE),
    "sleeps, then waits for a processor": ([(0.0, WAITS)] * 5 + [(0.0, RUNS)] * 5, 0.0, 0.5),
    "has children that end and are not waited for": ([(0.1, RUNS), (-0.1, RUNS)] * 5, 0.5, 0.0),
}


@pytest.mark.parametrize("row", ROWS)
def test_what_looks_add_up_to(row: str) -> None:
    looks, processor, waiting = ROWS[row]
    tally, now, seen = Tally(0.0, 0.2), 0.0, 0.0
    for gained, waits in looks:
        now, seen = now + 0.1, seen + gained
        tally.look(now, seen, waits)
    assert (tally.processor, tally.waiting) == pytest.approx((processor, waiting))


def test_a_look_that_comes_late_stands_for_no_more_than_two() -> None:
    tally = Tally(0.0, 0.2)
    tally.look(60.0, 0.0, WAITS)
    assert tally.waiting == pytest.approx(0.2)


PROGRAMS = {
    "sleeps": ("import time; time.sleep(60)", True),
    "waits for a thread that sleeps": (
        "import threading, time; t = threading.Thread(target=time.sleep, args=(60,)); t.start(); t.join()",
        True,
    ),
    "computes": ("while True: pass", False),
    "waits for threads that compute": (
        "import threading\ndef spin():\n    while True: pass\n"
        "for t in [threading.Thread(target=spin) for _ in range(3)]: t.start()\nt.join()",
        False,
    ),
    "waits for a process that computes": (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'while True: pass'])",
        False,
    ),
    "has stopped itself": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", True),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_who_waits_and_who_does_not(program: str) -> None:
    """Looked at until it is what the row says: a program needs some time to get there. The opposite is then never seen."""
    source, waits = PROGRAMS[program]
    with subprocess.Popen([sys.executable, "-c", source], start_new_session=True) as process:
        try:
            seen = -1.0
            for _ in range(2_000):
                family = usage.family_of(process.pid, 0)
                if family.waits == float(waits) and (waits or family.cpu_seconds - seen > 0.3):
                    break
                seen = family.cpu_seconds if seen < 0 else seen
                time.sleep(0.02)
            else:
                pytest.fail("it never got there")
            later = [usage.family_of(process.pid, 0).waits for _ in range(20) if not time.sleep(0.005)]
            assert sum(wait == float(waits) for wait in later) >= 18, later
        finally:
            for member in usage._descendants(process.pid):
                subprocess.run(["kill", "-9", str(member)], check=False)


def test_a_process_that_is_gone_has_used_nothing_and_is_not_taken_to_run() -> None:
    assert usage.time_of(2**22 + 1) == (0.0, WAITS)


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        (Time(20.0, 0.0), "20 s of processor time"),
        (Time(19.9, 0.2), "20 s of processor time"),
        (Time(0.2, 19.9), "20 s of sleeping or waiting"),
        (Time(10.0, 10.0), "20 s of processor time and waiting together"),
    ],
)
def test_a_limit_is_named_by_what_it_was_hit_by(spent: Time, said: str) -> None:
    assert str(more_than(20.0, spent)) == said


@dataclass
class Moved:
    """A child and a judge whose time the test moves."""

    processor: float = 0.0
    waiting: float = 0.0
    judge: float = 0.0
    beats: list[int] = field(default_factory=list)

    def clock(self) -> SubmissionClock:
        made = SubmissionClock(alive=lambda: self.beats.append(1), own=lambda: self.judge)
        made.follow(lambda: (self.processor, self.waiting))
        return made


def test_what_a_child_waits_for_its_judge_is_not_charged() -> None:
    moved = Moved()
    clock = moved.clock()
    moved.waiting += 100.0  # the judge works out what it expects, or waits for a processor
    clock.moves()
    assert clock.now() == Time()
    moved.waiting += 0.1
    clock.waits()
    assert clock.now() == Time(0.0, pytest.approx(0.1)) and moved.beats == [1]
    moved.waiting += 0.1  # the answer has come in the meantime: when, nobody knows
    clock.moves()
    assert clock.now() == Time(0.0, pytest.approx(0.1))


def test_judge_and_all_children_are_charged() -> None:
    moved = Moved(processor=1.0, judge=5.0)
    clock = moved.clock()
    before = clock.now()
    moved.processor, moved.judge = 3.0, 6.0
    assert (clock.now() - before).processor == pytest.approx(3.0)
    clock.leave(2.5)  # the kernel knows less than was seen: some were not waited for
    moved.processor = 0.0
    clock.follow(lambda: (moved.processor, moved.waiting))
    moved.processor = 0.5
    assert (clock.now() - before).processor == pytest.approx(3.5)
    clock.leave(0.75)
    assert clock.now() - before == Time(pytest.approx(3.75), 0.0)


def test_an_allowance_that_is_never_used_up_by_a_busy_machine() -> None:
    moved = Moved()
    allowance = Allowance(moved.clock(), 2.0)
    for _ in range(36_000):  # an hour of fruitless looks at a child that gets no processor
        allowance.waits()
        assert 0 < allowance.left() <= usage.LOOK_EVERY
    assert allowance.spent == Time()


@pytest.mark.parametrize("what", ["processor", "waiting", "judge"])
def test_an_allowance_that_is_used_up(what: str) -> None:
    moved = Moved()
    allowance = Allowance(moved.clock(), 2.0)
    looks = 0
    with pytest.raises(WireTimeout):
        while True:
            allowance.left()
            setattr(moved, what, getattr(moved, what) + 0.125)
            allowance.waits()
            looks += 1
    assert looks == 16


@dataclass
class Judge:
    """A judge that a watcher looks at once a second."""

    pulse: Pulse
    now: float = 0.0
    processor: float = 0.0
    waits: float = RUNS

    def __post_init__(self) -> None:
        self.watcher = Watcher(self.pulse, 0, lambda pid: (self.processor, self.waits), lambda: self.now)

    def overdue_after(self, seconds: int, gains: float = 0.0, beats: bool = False) -> int | None:
        """Of so many seconds, the one in which it is found to be held."""
        for second in range(1, seconds + 1):
            self.now += LOOK_EVERY
            self.processor += gains
            if beats:
                self.pulse.beat()
            if self.watcher.overdue:
                return second
        return None


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Iterator[Judge]:
    monkeypatch.setattr(bounds, "MARGIN_SECONDS", 30.0)
    pulse = Pulse()
    made = Judge(pulse)
    pulse.expect(20.0, 3)
    yield made
    pulse.close()


def test_a_judge_without_a_processor_is_not_held(judge: Judge) -> None:
    assert judge.overdue_after(3_600) is None
    assert judge.overdue_after(3_600, gains=0.005) is None


def test_a_judge_that_waits_for_a_child_without_a_processor_is_not_held(judge: Judge) -> None:
    judge.waits = WAITS
    assert judge.overdue_after(3_600, beats=True) is None


def test_a_judge_that_computes_for_too_long_is_held(judge: Judge) -> None:
    held = judge.overdue_after(3_600, gains=1.0)
    assert held is not None and 50 <= held <= 53 and judge.pulse.exercise == 3


def test_a_judge_that_sleeps_for_too_long_is_held(judge: Judge) -> None:
    judge.waits = WAITS
    held = judge.overdue_after(3_600)
    assert held is not None and 50 <= held <= 53


def test_a_new_step_begins_anew(judge: Judge) -> None:
    for _ in range(10):
        assert judge.overdue_after(40, gains=1.0) is None
        judge.pulse.expect(20.0)
