"""How long a student waits: a class hands in to a served course over real HTTP; receipts, marks and memory are measured.

    python benchmarks/serve.py                                # 300 students hand in assignment 3 within a minute, then one alone
    python benchmarks/serve.py --small --flat 5000            # memory while the small notebook is handed in again and again

Run it on a machine that does nothing else. `make bench` has one hand-in alone beside the peers, by benchmarks/peers.py.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
KIT = Path(__file__).resolve().parent / "kit"
LARGE, SMALL = "03_attention", "20_five_functions"
TOML = 'title = "Load"\ntime_zone = "UTC"\n[server]\nper_minute = 1000000\n[assignment.{name}]\nbefore_due = "everything"\n'
READY_SECONDS = 120.0
WARM_UP = 2
"""Hand-ins that are not counted: the judges may still be starting."""
COPIES = (
    "amit_all_right",
    "dana_style_3",
    "gal_softmax_axis",
    "hila_no_scale",
    "karin_unstable_softmax",
    "eli_first_half",
)
"""Of the sample class: right, wrong and half done."""


@dataclass
class Serving:
    """A course that is served in a process of its own."""

    address: str
    assignment: str
    links: list[str]
    process: psutil.Process
    ready_seconds: float

    @property
    def tokens(self) -> list[str]:
        return [link.rsplit("/", 1)[1] for link in self.links]

    def ask(self, path: str, token: str, content: bytes | None = None) -> dict[str, Any]:
        request = urllib.request.Request(self.address + path, content, {"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)

    def family(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def memory_mb(self) -> tuple[float, float]:
        """Of the server's own process, and of all its processes together, pages that they share counted once (PSS)."""
        total = 0.0
        for one in self.family():
            with contextlib.suppress(psutil.Error):  # a child that has just ended
                total += one.memory_full_info().pss
        return self.process.memory_full_info().pss / 2**20, total / 2**20

    def cpu_seconds(self) -> float:
        """Of all its processes, with those that have ended and were waited for."""
        total = 0.0
        for one in self.family():
            with contextlib.suppress(psutil.Error):
                total += sum(one.cpu_times()[:4])
        return total


@contextlib.contextmanager
def serving(assignment: str, kit: Path, people: int, jobs: int = 2, isolation: str = "best") -> Iterator[Serving]:
    """Serve a course of so many people with one assignment; it is ready to take a hand-in."""
    environment = os.environ | {"AUTOGRADER_KIT": str(kit)}
    with tempfile.TemporaryDirectory(prefix="autograder-benchmark-") as name:
        folder = Path(name)
        (folder / "course.toml").write_text(TOML.format(name=assignment))
        rows = "\n".join(f"u{number},Student {number}" for number in range(people))
        (folder / "people.csv").write_text(f"id,name\n{rows}\n")
        command = [sys.executable, "-m", "autograder"]
        began = time.monotonic()
        serve = [*command, "serve", name, "--port", "0", "--jobs", str(jobs), "--isolation", isolation]
        process = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            address = process.stdout.readline().rsplit(" ", 1)[1].strip().rstrip("/")
            while True:
                try:
                    urllib.request.urlopen(f"{address}/health", timeout=10).close()
                    break
                except OSError:
                    assert process.poll() is None and time.monotonic() - began < READY_SECONDS
                    time.sleep(0.02)
            ready = time.monotonic() - began
            made = [*command, "course", "tokens", "--course", name, "--address", address]
            links = subprocess.run(made, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
            addresses = [line.rsplit("\t", 1)[1] for line in links.splitlines() if "/enter/" in line]
            yield Serving(address, assignment, addresses, psutil.Process(process.pid), ready)
        finally:
            process.terminate()
            process.wait(60)


@dataclass
class Waited:
    """One hand-in: when it began and was marked, and the seconds to its receipt."""

    begun: float
    receipt_seconds: float
    marked: float

    @property
    def mark_seconds(self) -> float:
        return self.marked - self.begun


def hand_in(server: Serving, token: str, content: bytes) -> Waited:
    """Hand in, and wait for the mark as hand_in() does.

    Raises:
        OSError: the server refused, or did not answer.
    """
    begun = time.monotonic()
    told = server.ask(f"/api/hand-ins/{server.assignment}", token, content)
    receipt = time.monotonic() - begun
    while told["state"] == "waiting":
        told = server.ask(f"/api/hand-in/{told['receipt']}?wait=20", token)
    return Waited(begun, receipt, time.monotonic())


def another(notebook: bytes, number: int) -> bytes:
    """The notebook as another student's: other bytes, the same work."""
    document = json.loads(notebook)
    document["metadata"]["student"] = number
    return json.dumps(document).encode()


def alone(server: Serving, notebook: bytes, count: int) -> list[float]:
    """Seconds from calling ``hand_in()`` to its return, with the marks printed, again and again; the first :data:`WARM_UP` are not counted."""
    sys.path.insert(0, str(ROOT / "autograder" / "release" / "given"))
    from checks import send  # type: ignore[import-not-found]

    seconds = []
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        os.environ[send.LINK] = server.links[0]
        for number in range(count + WARM_UP):
            document = json.loads(another(notebook, number))
            document["metadata"]["otter"] = {
                "assignment_name": server.assignment
            }  # as a notebook that was given out has it
            (Path(name) / f"{server.assignment}.ipynb").write_text(json.dumps(document))
            said = io.StringIO()
            began = time.perf_counter()
            with contextlib.redirect_stdout(said):
                send.hand_in(server.assignment, ask=False)
            seconds.append(time.perf_counter() - began)
            if "points" not in said.getvalue():
                raise SystemExit(f"no marks came: {said.getvalue()}")
        del os.environ[send.LINK]
    return seconds[WARM_UP:]


def notebooks_of(small: bool) -> list[bytes]:
    """What is handed in: of the sample class, or the small notebook."""
    if not small:
        return [(ROOT / "datasets" / "sample_class" / LARGE / f"{name}.ipynb").read_bytes() for name in COPIES]
    import nbformat

    from autograder.authoring.catalogue import find_assignment
    from autograder.authoring.solved import solved_notebook

    return [nbformat.writes(solved_notebook(find_assignment(SMALL, KIT))).encode()]


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def class_in(server: Serving, notebooks: list[bytes], students: int, within: float) -> None:
    """Everybody hands in once, evenly spread; prints what came of it."""
    tokens = server.tokens
    done: list[Waited] = []
    errors: list[str] = []

    def one(number: int) -> None:
        time.sleep(within * number / max(1, students))
        try:
            done.append(hand_in(server, tokens[number], another(notebooks[number % len(notebooks)], number)))
        except OSError as error:
            errors.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=one, args=(number,)) for number in range(students)]
    cpu, began = server.cpu_seconds(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = server.cpu_seconds() - cpu
    print(f"{students} students within {within:g} s: {len(errors)} errors {errors[:2]}")
    receipts, marks = [one.receipt_seconds for one in done], [one.mark_seconds for one in done]
    print(
        f"receipt: median {statistics.median(receipts):.3f} s, p95 {quantile(receipts, 0.95):.3f} s (aim: p95 under 1 s)"
    )
    print(f"mark: median {statistics.median(marks):.2f} s, p95 {quantile(marks, 0.95):.2f} s")
    rate = len(done) / (max(one.marked for one in done) - began)
    print(f"{rate:.2f} hand-ins a second; processor time {used / len(done):.3f} s each")
    arrived = sorted(done, key=lambda one: one.begun)
    late = sum(max(0.0, one.marked - after.marked) > 3.0 for one, after in zip(arrived, arrived[10:], strict=False))
    print(f"marked more than 3 s after one that came ten later: {late} (aim: 0)")


def grade_rate(notebooks: list[bytes], kit: Path, assignment: str, count: int, jobs: int) -> float:
    """Submissions a second of `autograder grade --jobs` on the same notebooks, from the shell to the end."""
    with tempfile.TemporaryDirectory(prefix="autograder-benchmark-") as name:
        submitted = Path(name) / "submitted"
        submitted.mkdir()
        for number in range(count):
            (submitted / f"student{number:05}.ipynb").write_bytes(another(notebooks[number % len(notebooks)], number))
        command = [sys.executable, "-m", "autograder", "grade", assignment, str(submitted), "--no-report"]
        began = time.monotonic()
        subprocess.run(
            [*command, "--out", f"{name}/results", "--jobs", str(jobs)], env=os.environ | {"AUTOGRADER_KIT": str(kit)},
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        return count / (time.monotonic() - began)


def flat(server: Serving, notebooks: list[bytes], count: int, at_once: int = 8) -> None:
    """So many hand-ins of the whole class in turn, a few at once; prints the memory at each tenth."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    errors: list[str] = []
    tokens = server.tokens

    def some() -> None:
        while True:
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                hand_in(server, tokens[number % len(tokens)], another(notebooks[0], number))
            except OSError as error:
                errors.append(str(error))

    for part in range(11):
        for number in range(count // 10 if part else 50):  # first until it is warm
            waiting.put(part * count + number)
        threads = [threading.Thread(target=some) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        own, family = server.memory_mb()
        print(
            f"after {part * count // 10:>6} hand-ins: server {own:.0f} MB, all its processes {family:.0f} MB",
            flush=True,
        )
    print(f"{len(errors)} errors {errors[:2]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--within", type=float, default=60.0, help="seconds in which all hand in")
    parser.add_argument("--alone", type=int, default=10, help="calls of hand_in(), one after the other")
    parser.add_argument("--flat", type=int, default=0, metavar="N", help="only: memory over so many hand-ins")
    parser.add_argument("--beside-grade", action="store_true", help="also `autograder grade` of as many, for its rate")
    parser.add_argument("--small", action="store_true", help="the small notebook in place of assignment 3")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--isolation", default="best")
    given = parser.parse_args()
    assignment, kit = (SMALL, KIT) if given.small else (LARGE, ROOT)
    notebooks = notebooks_of(given.small)
    people = max(16, given.flat // 10) if given.flat else given.students + 1
    with serving(assignment, kit, people, given.jobs, given.isolation) as server:
        print(f"ready to take a hand-in after {server.ready_seconds:.1f} s (aim: under 10 s)")
        first = hand_in(server, server.tokens[-1], another(notebooks[0], -1))
        print(f"the first mark, with judges that may still be starting: {first.mark_seconds:.1f} s", flush=True)
        if given.flat:
            flat(server, notebooks, given.flat)
            return
        if given.students:
            class_in(server, notebooks, given.students, given.within)
        if given.alone:
            seconds = alone(server, notebooks[0], given.alone)
            aim = 0.5 if given.small else 1.5
            print(f"alone, from hand_in() to marks: median {statistics.median(seconds):.2f} s (aim: at most {aim} s)")
    if given.beside_grade:
        rate = grade_rate(notebooks, kit, assignment, given.students, given.jobs)
        print(
            f"`autograder grade --jobs {given.jobs}` of as many: {rate:.2f} a second (aim: the server at least 0.9 of it)"
        )


if __name__ == "__main__":
    main()
