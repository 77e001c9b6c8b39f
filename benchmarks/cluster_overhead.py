"""What a task costs on a Dask cluster: a scheduler and workers as processes on this machine.

    python benchmarks/cluster_overhead.py [--workers 2] [--tasks 500]

Three rates: tasks that do nothing; tasks that do nothing but carry an order and a submission of assignment 3, as grading
does; and real gradings of the small notebook, beside the same by the local pool. CPU time is of all processes together.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgpack
import ours
import psutil
from distributed import Client

from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.authoring.solved import solved_notebook
from autograder.grading.cluster import DaskCluster
from autograder.grading.staging import given_files
from autograder.grading.store import ResultStore
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.results import Graded, Rules

KIT = Path(__file__).resolve().parent / "kit"


def nothing(order: bytes, packed: bytes) -> bytes:
    """A task that only carries what a grading carries."""
    return packed[:4096]


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with so many workers, and all their processes."""
    here = str(Path(__file__).resolve().parent)
    env = os.environ | {
        "AUTOGRADER_KIT": str(KIT),
        "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]),
    }
    with tempfile.TemporaryDirectory(prefix="autograder-cluster-") as folder:
        file = Path(folder) / "scheduler.json"
        quiet = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
        started = [subprocess.Popen([*start, "--no-dashboard", "--scheduler-file", str(file)], **quiet)]  # type: ignore[call-overload]
        try:
            while not file.exists():
                time.sleep(0.1)
            worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file)]
            worker += ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
            started += [subprocess.Popen(worker, **quiet) for _ in range(workers)]  # type: ignore[call-overload]
            with Client(scheduler_file=str(file), set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=120)
                yield client.scheduler.address, started
        finally:
            # Workers first: one that loses its scheduler while it ends may wait for ever.
            for process in reversed(started):
                process.terminate()
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


Cpu = dict[str, float]


def cpu_of(started: list[subprocess.Popen[bytes]]) -> Cpu:
    """CPU seconds of the client (this process), of the scheduler, and of the workers with all that they started."""

    def of(process: subprocess.Popen[bytes]) -> float:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        return sum(sum(member.cpu_times()[:4]) for member in family)

    return {"client": time.process_time(), "scheduler": of(started[0]), "workers": sum(map(of, started[1:]))}


def report(what: str, seconds: float, before: Cpu, after: Cpu, count: int) -> None:
    shares = ", ".join(f"{who} {1e3 * (after[who] - before[who]) / count:.2f}" for who in before)
    print(f"{what:<44}{1e3 * seconds / count:8.2f} ms wall a task; ms CPU: {shares}", flush=True)


def store_cost(graded: Graded, count: int) -> None:
    """What it costs the client to store a result so that no power cut takes it back."""
    with tempfile.TemporaryDirectory() as folder:
        store = ResultStore(Path(folder))
        before, cpu = time.perf_counter(), time.process_time()
        for number in range(count):
            store.write(dataclasses.replace(graded.result, submission=f"s{number}"), graded.timings)
        wall, cpu = time.perf_counter() - before, time.process_time() - cpu
    print(f"{'storing a result':<44}{1e3 * wall / count:8.2f} ms wall a task; ms CPU: client {1e3 * cpu / count:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tasks", type=int, default=500)
    options = parser.parse_args()
    small = find_assignment("20_five_functions", KIT)
    large = solved_notebook(find_assignment("03_attention", kit_root()))
    packed = msgpack.packb({"notebook": large})
    count = options.tasks
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.workers} workers, {count} tasks")
    with cluster(options.workers) as (address, started), Client(address, set_as_default=False) as client:
        import cluster_overhead  # by its name, as a worker finds it

        for what, payload in (("no-op", b""), (f"no-op with a notebook of {len(packed) >> 10} KB", packed)):
            for name, tasks in (("warming up", 4 * options.workers), (what, count)):
                before, cpu = time.perf_counter(), cpu_of(started)
                keys = [f"{name}, {what}, {n}" for n in range(tasks)]
                client.gather([client.submit(cluster_overhead.nothing, b"", payload, key=key) for key in keys])
            report(what, time.perf_counter() - before, cpu, cpu_of(started), count)
        os.environ["AUTOGRADER_KIT"] = str(KIT)
        notebook = solved_notebook(small)
        with given_files(small) as given:
            dask = DaskCluster(address, small, given, Level.NAMESPACES, Rules())
            for what in ("warming up", "grading the small notebook, Dask"):
                submissions = [Submission(f"s{n}", "s", "s", notebook, digest="s") for n in range(count)]
                before, cpu = time.perf_counter(), cpu_of(started)
                for graded in dask.grade(submissions if what != "warming up" else submissions[: 4 * options.workers]):
                    assert graded.result.score == graded.result.max_score, graded.result.detail
                if what != "warming up":
                    report(what, time.perf_counter() - before, cpu, cpu_of(started), count)
    rate = ours.throughput(small, KIT, notebook, options.workers, count)
    print(f"{f'grading the small notebook, local pool of {options.workers}':<44}{1e3 / rate:8.2f} ms wall a task")
    store_cost(graded, count)


if __name__ == "__main__":
    main()
