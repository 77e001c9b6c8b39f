"""A class of thousands on a Dask cluster, run and not computed: `autograder grade --scheduler` with workers on this machine.

    python benchmarks/scale.py [--workers 4] [--count 5000] [--json FILE]

Prints, for each fifth of the class, processor time a submission by who used it, and the client's memory; then the results on the disk.
The processor time of a submission must not grow from the first fifth to the last.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from cluster_overhead import KIT, cluster
from measuring import load

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.release.files import write_notebook

PARTS = 5


@dataclass
class Moment:
    """What had been used when so many submissions were done."""

    done: int
    wall: float
    client: float
    scheduler: float
    workers: float
    client_mb: float

    def cpu(self) -> float:
        return self.client + self.scheduler + self.workers


def seconds_of(process: psutil.Process) -> float:
    """Of it and all below it, also of those that ended and were waited for."""
    total = 0.0
    for member in [process, *process.children(recursive=True)]:
        try:
            total += sum(member.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return total


def run(folder: Path, count: int, workers: int) -> list[Moment]:
    """Grade the class; one moment at the start of the first result and one at the end of each part."""
    results = folder / "results"
    command = [sys.executable, "-m", "autograder", "grade", "20_five_functions", str(folder / "submitted")]
    moments: list[Moment] = []
    with cluster(workers) as (address, started):
        scheduler, *others = (psutil.Process(one.pid) for one in started)
        grading = subprocess.Popen(
            [*command, "--out", str(results), "--scheduler", address, "--no-report"],
            env=os.environ | {"AUTOGRADER_KIT": str(KIT)},
            stdout=subprocess.DEVNULL,
        )
        client, begun, peak = psutil.Process(grading.pid), time.perf_counter(), 0.0
        steps = iter([2 * workers, *(count * part // PARTS for part in range(1, PARTS + 1))])
        step = next(steps)
        while step and grading.poll() is None:
            time.sleep(0.05)
            done = len(list(results.glob("*.json"))) if results.is_dir() else 0
            while step and done >= step:
                peak = max(peak, client.memory_info().rss / 2**20)
                used = [seconds_of(client), seconds_of(scheduler), sum(map(seconds_of, others))]
                moments.append(Moment(done, time.perf_counter() - begun, *used, peak))
                step = next(steps, 0)
        if grading.wait() or step:
            raise SystemExit(f"autograder grade ended with {grading.returncode}, {step} submissions were not reached")
    return moments


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--json", type=Path, help="write the moments here as well")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before: {load():.1f}; {options.workers} workers, {options.count} submissions")
    notebook = solved_notebook(find_assignment("20_five_functions", KIT))
    with tempfile.TemporaryDirectory(prefix="autograder-scale-") as name:
        folder = Path(name)
        (folder / "submitted").mkdir()
        for number in range(options.count):
            write_notebook(folder / "submitted" / f"student{number:05}.ipynb", notebook)
        moments = run(folder, options.count, options.workers)
        on_disk = sum(file.stat().st_blocks * 512 for file in (folder / "results").rglob("*") if file.is_file())
        files = sum(file.is_file() for file in (folder / "results").rglob("*"))
    print(
        f"{'done':>6} {'wall s':>8} {'a second':>9}   CPU ms a submission: client, scheduler, workers, all   client MB"
    )
    ratios = []
    for before, after in itertools.pairwise(moments):
        part = after.done - before.done
        shares = [
            1e3 * (getattr(after, who) - getattr(before, who)) / part for who in ("client", "scheduler", "workers")
        ]
        ratios.append(sum(shares))
        rate = part / (after.wall - before.wall)
        line = "".join(f"{share:9.2f}" for share in [*shares, sum(shares)])
        print(f"{after.done:>6} {after.wall:8.1f} {rate:9.1f}   {line}   {after.client_mb:9.0f}")
    print(f"the last part over the first, CPU: {ratios[-1] / ratios[0]:.2f} x (aim: at most 1.1)")
    print(f"results on the disk: {files} files, {on_disk / 2**20:.0f} MB")
    if options.json:
        options.json.write_text(json.dumps([asdict(moment) for moment in moments], indent=1) + "\n")


if __name__ == "__main__":
    main()
