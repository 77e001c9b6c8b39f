"""How long a student waits: a class hands in to a served course over real HTTP; receipts, marks and memory are timed.

    python benchmarks/serve.py --students 300 --within 60     # a class in a minute, and then one hand-in alone

Run it on a machine that does nothing else, and beside `autograder grade` of the same notebooks (--jobs as here) and benchmarks/peers.py.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = "03_attention"
TOML = f'title = "Load"\ntime_zone = "UTC"\n[server]\nper_minute = 100000\n[assignment.{ASSIGNMENT}]\nbefore_due = "everything"\n'
READY_SECONDS = 120.0


def ask(address: str, token: str, content: bytes | None = None) -> dict[str, Any]:
    """An answer of the server."""
    request = urllib.request.Request(address, content, {"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


class Student:
    """Hands in once, and waits."""

    def __init__(self, server: str, token: str, content: bytes) -> None:
        self.server, self.token, self.content = server, token, content
        self.receipt_seconds = self.mark_seconds = 0.0
        self.begun = self.marked = 0.0
        self.error = ""

    def hand_in(self, after: float) -> None:
        time.sleep(after)
        self.begun = time.monotonic()
        try:
            told = ask(f"{self.server}/api/hand-ins/{ASSIGNMENT}", self.token, self.content)
            self.receipt_seconds = time.monotonic() - self.begun
            while told["state"] == "waiting":
                told = ask(f"{self.server}/api/hand-in/{told['receipt']}?wait=20", self.token)
            self.marked = time.monotonic()
            self.mark_seconds = self.marked - self.begun
        except OSError as error:
            self.error = f"{type(error).__name__}: {error}"


def another(notebook: bytes, number: int) -> bytes:
    """The notebook as another student's: other bytes, the same work."""
    document = json.loads(notebook)
    document["metadata"]["student"] = number
    return json.dumps(document).encode()


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def family_mb(process: psutil.Process) -> float:
    """Memory of the server and all its processes, shared pages counted in each."""
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--within", type=float, default=60.0, help="seconds in which all hand in")
    parser.add_argument("--alone", type=int, default=5, help="hand-ins one after the other, at the end")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--isolation", default="best")
    given = parser.parse_args()
    names = (
        "amit_all_right",
        "dana_style_3",
        "gal_softmax_axis",
        "hila_no_scale",
        "karin_unstable_softmax",
        "eli_first_half",
    )
    folder_of_sample = ROOT / "datasets" / "sample_class" / ASSIGNMENT
    notebooks = [(folder_of_sample / f"{name}.ipynb").read_bytes() for name in names]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "course.toml").write_text(TOML)
        rows = "\n".join(f"u{number},Student {number}" for number in range(given.students + 1))
        (folder / "people.csv").write_text(f"id,name\n{rows}\n")
        command = [sys.executable, "-m", "autograder"]
        links = subprocess.run(
            [*command, "course", "tokens", "--course", name], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        tokens = [line.rsplit("/", 1)[1] for line in links]
        serve = [*command, "serve", name, "--port", "0", "--jobs", str(given.jobs), "--isolation", given.isolation]
        began = time.monotonic()
        process = subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            server = process.stdout.readline().rsplit(" ", 1)[1].strip().rstrip("/")
            while True:
                try:
                    ask(f"{server}/api/me", tokens[0])
                    break
                except OSError:
                    assert time.monotonic() - began < READY_SECONDS
                    time.sleep(0.05)
            print(f"ready to take a hand-in after {time.monotonic() - began:.1f} s")
            first = Student(server, tokens[-1], another(notebooks[0], -1))
            first.hand_in(0)
            print(f"the first mark, with judges that are still starting: {first.mark_seconds:.1f} s")
            students = [
                Student(server, tokens[number], another(notebooks[number % len(notebooks)], number))
                for number in range(given.students)
            ]
            threads = [
                threading.Thread(target=one.hand_in, args=(given.within * number / max(1, given.students),))
                for number, one in enumerate(students)
            ]
            begun = time.monotonic()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            errors = [one.error for one in students if one.error]
            print(f"{given.students} students within {given.within:g} s: {len(errors)} errors {errors[:2]}")
            done = [one for one in students if not one.error]
            receipts, marks = [one.receipt_seconds for one in done], [one.mark_seconds for one in done]
            print(f"receipt: median {statistics.median(receipts):.3f} s, p95 {quantile(receipts, 0.95):.3f} s")
            print(f"mark: median {statistics.median(marks):.2f} s, p95 {quantile(marks, 0.95):.2f} s")
            print(f"{len(done) / (max(one.marked for one in done) - begun):.2f} hand-ins a second")
            print(f"memory of all processes: {family_mb(psutil.Process(process.pid)):.0f} MB")
            alone = []
            for number in range(given.alone):
                one = Student(server, tokens[0], another(notebooks[0], 10_000 + number))
                one.hand_in(0)
                alone.append(one.mark_seconds)
            if alone:
                print(f"alone, from hand-in to mark: median {statistics.median(alone):.2f} s, best {min(alone):.2f} s")
        finally:
            process.terminate()
            process.wait(60)


if __name__ == "__main__":
    main()
