"""Attacks on what lies outside the submission: files, processes, other submissions, the network."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from attack_rows_in import gained_nothing
from attack_table import row
from bench import Bench, digest_of

from autograder.isolation.levels import Level

ORPHAN = "orphan-7319"


@row(1, "reads the tests from disk and copies the answer", Level.LANDLOCK)
def reads_tests(bench: Bench, level: Level) -> str:
    looks = f"""
import os
places = [{str(bench.kit)!r}, "/kit", "/assignment", "/tmp", ".", "..", "/proc/self/root{bench.kit}",
          "/proc/1/root{bench.kit}", "/proc/1/cwd", "/proc/{os.getpid()}/cwd", "/proc/{os.getpid()}/root{bench.kit}"]
def found():
    wanted = "-".join(("HIDDEN", "MARK"))
    for place in places:
        for folder, _, names in os.walk(place):
            for name in names:
                try:
                    with open(os.path.join(folder, name), "rb") as file:
                        if wanted.encode() in file.read(100_000):
                            return True
                except OSError:
                    continue
        try:
            with open(place + "/{bench.assignment.exercise(bench.target.name).tests.relative_to(bench.kit)}") as file:
                return wanted in file.read()
        except OSError:
            continue
    return False
seen = found()
"""
    answer = bench.target.returning(f"{bench.target.right} if seen else None")
    gained_nothing(bench, bench.grade(level, first=looks, answer=answer))
    return "does not find them"


@row(13, "leaves an orphan that edits results later")
def leaves_an_orphan(bench: Bench, level: Level) -> str:
    orphan = f"""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with open("/proc/self/comm", "w") as file:
            file.write({ORPHAN!r})
        here = os.getcwd()
        end = time.monotonic() + 20
        while time.monotonic() < end:
            time.sleep(0.05)
            for place in (here, "/tmp/work", "/tmp"):
                try:
                    open(place + "/table.txt.new", "w").write("9 9 9")
                    os.rename(place + "/table.txt.new", place + "/table.txt")
                except OSError:
                    pass
    os._exit(0)
time.sleep(0.2)
"""
    assert bench.grade(level, last=orphan).score == bench.assignment.points
    assert not _alive(ORPHAN), "the orphan outlived its submission"
    given = bench.assignment.files[0]
    reads = f"""
import time
time.sleep(0.2)
with open({given.name!r}, "rb") as file:
    is_given = len(file.read()) == {given.stat().st_size}
"""
    answer = bench.target.returning(f"{bench.target.right} if is_given else None")
    assert bench.grade(level, first=reads, answer=answer).score == bench.assignment.points
    return "nothing survives; the next one is graded undisturbed"


def _alive(name: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "comm").read_text().strip() == name:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _attack_files(bench: Bench, level: Level, source: str) -> None:
    before = bench.victim.digest(), digest_of(bench.kit)
    result = bench.grade(level, first=source, answer=bench.target.wrong)
    assert (bench.victim.digest(), digest_of(bench.kit)) == before
    gained_nothing(bench, result)


@row(15, "deletes the tests, the results, the gradebook", Level.LANDLOCK)
def deletes(bench: Bench, level: Level) -> str:
    source = f"""
import os, shutil
for folder in ({str(bench.victim.folder)!r}, {str(bench.kit)!r}, "/assignment", "/kit"):
    shutil.rmtree(folder, ignore_errors=True)
    os.system("rm -rf " + folder)
"""
    _attack_files(bench, level, source)
    return "cannot reach them"


@row(16, "sets its mark by SQL", Level.LANDLOCK)
def sets_mark(bench: Bench, level: Level) -> str:
    source = f"""
import sqlite3
with sqlite3.connect({str(bench.victim.folder / "gradebook.db")!r}) as book:
    book.execute("update marks set points = 99")
"""
    _attack_files(bench, level, source)
    return "cannot reach it"


@row(17, "overwrites another student's submission", Level.LANDLOCK)
def overwrites(bench: Bench, level: Level) -> str:
    source = f"""
for name in ("submitted/bob/10_probe.ipynb", "results/bob.json"):
    try:
        with open({str(bench.victim.folder)!r} + "/" + name, "w") as file:
            file.write("{{}}")
    except OSError:
        pass
"""
    _attack_files(bench, level, source)
    return "cannot reach it"


@row(18, "connects to a local HTTP server", Level.LANDLOCK)
def connects(bench: Bench, level: Level) -> str:
    before = list(bench.victim.hits)
    source = f"""
import urllib.request
try:
    urllib.request.urlopen("http://127.0.0.1:{bench.victim.port}/" + level, timeout=1)
    reached = True
except OSError:
    reached = False
"""
    answer = bench.target.returning(f"{bench.target.right} if reached else None")
    result = bench.grade(level, first=f"level = {level.label!r}\n{source}", answer=answer)
    assert bench.victim.hits == before
    gained_nothing(bench, result)
    return "no network"


@row(19, "kills its parent", Level.LANDLOCK)
def kills(bench: Bench, level: Level) -> str:
    if level is Level.LANDLOCK:
        from autograder.runner.kernel import landlock_version

        if landlock_version() < 6 and os.getuid() != 0:
            pytest.skip("this kernel's Landlock does not confine signals")
    bystander = subprocess.Popen(["sleep", "60"])
    source = f"""
import os, signal
for pid in (os.getppid(), {bystander.pid}):
    for number in (signal.SIGKILL, signal.SIGSTOP):
        try:
            if pid != 0:
                os.kill(pid, number)
        except OSError:
            pass
if os.getpid() == 1:  # in a process namespace of its own: everybody that it can see
    try:
        os.kill(-1, signal.SIGKILL)
    except OSError:
        pass
"""
    try:
        result = bench.grade(level, first=source, answer=bench.target.wrong)
        time.sleep(0.05)
        assert bystander.poll() is None
        stopped = Path(f"/proc/{bystander.pid}/stat").read_text().split(")")[1].split()[0] == "T"
        assert not stopped
    finally:
        bystander.send_signal(signal.SIGKILL)
        bystander.wait()
    gained_nothing(bench, result)
    assert bench.grade(level).score == bench.assignment.points
    return "cannot"


@row(22, "reads the environment and the home folder", Level.LANDLOCK)
def reads_home(bench: Bench, level: Level) -> str:
    home = bench.victim.folder / "home" / ".ssh" / "id_ed25519"
    places = [home, Path("~/.bashrc").expanduser(), Path("/etc/shadow"), Path("/etc/passwd")]
    source = f"""
import os
found = [name for name, value in os.environ.items() if {bench.secret[:9]!r} + {bench.secret[9:]!r} in value]
for path in {[str(place) for place in places]!r}:
    try:
        found.append(path + ":" + open(path).read(10))
    except OSError:
        pass
try:
    pids = list(filter(str.isdigit, os.listdir("/proc")))
except OSError:  # Landlock refuses it
    pids = ["self", "1"]
for pid in pids:
    try:
        if {bench.secret[:9]!r} + {bench.secret[9:]!r} in open(f"/proc/{{pid}}/environ").read():
            found.append("environ of " + pid)
    except OSError:
        pass
{bench.target.header}
    raise LookupError(f"found {{found}}")
"""
    result = bench.grade(level, answer=source)
    shown = bench.of_target(result).cases[0].output
    assert "LookupError: found []" in shown, shown
    return "scrubbed: finds neither"
