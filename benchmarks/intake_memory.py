"""The memory that a class takes in `collect` and in `grade`, in this build and in another one beside it.

    python benchmarks/intake_memory.py [--count 2000] [--megabytes 5] [--base WORKTREE] [--base-count N] [--collect-only]

Writes a class to a temporary folder (mind the room: 2,000 × 5 MB are 10 GB), each submission a folder with the small notebook
of `kit/`, a fifth of the size as outputs in it and the rest as a file beside it, all of random bytes. Each measurement is a fresh process.
`peak` is the kernel's VmHWM of the process that collects and hands out; `with judges` the largest sum, looked at every second, over it
and all that it started, shared pages counted once (Pss). ``--base`` names another checkout, for instance ``git worktree add DIR COMMIT``;
``--base-count`` takes the first so many submissions for it, where it could not hold them all.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
KIT = ROOT / "benchmarks" / "kit"
ASSIGNMENT = "20_five_functions"

COLLECT = """
import sys
from pathlib import Path
from autograder.intake import collect
submissions = collect(Path(sys.argv[1]), sys.argv[2])
assert all(not submission.problem for submission in submissions)
print(len(submissions))
"""


def write_class(folder: Path, count: int, megabytes: float) -> None:
    """So many submissions of that size, no two the same."""
    sys.path.insert(0, str(ROOT))
    from autograder.authoring.catalogue import find_assignment
    from autograder.authoring.solved import solved_notebook

    size = int(megabytes * 2**20)
    rng = random.Random(0)
    notebook = json.loads(json.dumps(solved_notebook(find_assignment(ASSIGNMENT, KIT))))
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    for number in range(count):
        picture = base64.b64encode(rng.randbytes(size // 5 * 3 // 4)).decode()
        code["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"image/png": picture}}]
        student = folder / f"student{number:05}"
        student.mkdir()
        (student / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook))
        (student / "weights.bin").write_bytes(rng.randbytes(size * 4 // 5))


def peak_of(command: list[str], checkout: Path) -> tuple[float, float, float]:
    """Megabytes at the peak of a command's own process, of its whole family, and the seconds that it took."""
    env = os.environ | {"AUTOGRADER_KIT": str(checkout / "benchmarks" / "kit"), "PYTHONPATH": str(checkout)}
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, env=env, cwd=checkout, stdout=said, stderr=said)
        own = family = 0.0
        looked = 0.0
        while process.poll() is None:
            own = max(own, _peak(process.pid))
            if time.monotonic() - looked > 1:
                looked = time.monotonic()
                family = max(family, _family(process.pid))
            time.sleep(0.02)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{said.read()[-3000:]}")
    return own, family, time.monotonic() - started


def _peak(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _family(pid: int) -> float:
    total = 0
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.Error, OSError):
                total += process.memory_full_info().pss
    return total / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--megabytes", type=float, default=5.0)
    parser.add_argument("--base", type=Path, help="another checkout, measured beside this one")
    parser.add_argument("--base-count", type=int, help="how many submissions the other one gets; all if not given")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--collect-only", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="intake-memory-"))
    try:
        whole = folder / "class"
        whole.mkdir()
        write_class(whole, options.count, options.megabytes)
        builds = [("this build", ROOT, options.count)]
        if options.base:
            builds.append(("the base", options.base.resolve(), options.base_count or options.count))
        for name, checkout, count in builds:
            part = folder / f"part-{count}"
            if not part.exists():
                part.mkdir()
                for student in sorted(whole.iterdir())[:count]:
                    shutil.copytree(student, part / student.name, copy_function=os.link)
            measured = [("collect", [sys.executable, "-c", COLLECT, str(part), ASSIGNMENT])]
            if not options.collect_only:
                out = folder / f"results-{len(list(folder.iterdir()))}"
                grade = [
                    sys.executable,
                    "-m",
                    "autograder",
                    "grade",
                    ASSIGNMENT,
                    str(part),
                    "--out",
                    str(out),
                    "--no-report",
                ]
                measured.append(("grade", [*grade, "--jobs", str(options.jobs)]))
            for step, command in measured:
                own, family, seconds = peak_of(command, checkout)
                print(
                    f"{name}: {step} of {count} x {options.megabytes:g} MB: peak {own:.0f} MB, with judges {family:.0f} MB, "
                    f"{seconds:.0f} s",
                    flush=True,
                )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
