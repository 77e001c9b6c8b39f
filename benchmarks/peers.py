"""The same notebooks graded by us, by `nbgrader autograde` and by `otter run`, side by side in one run.

    python benchmarks/peers.py [--quick] [--part small|large|jobs|cold|served] [--json FILE]

We grade with full isolation; they grade without any. See README.md here for what each figure means.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # for all three graders alike

import cold
import nbformat
import ours
import serve
from measuring import Spent, load, spending
from real_graders import nbgrader_autograde, nbgrader_course, nbgrader_scores, otter_run

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.authoring.solved import solved_notebook
from autograder.release.files import write_notebook
from autograder.release.nbgrader_tree import write_nbgrader_tree
from autograder.release.otter_zip import write_otter_zip

CLASS = 20


@dataclass(frozen=True)
class Workload:
    """A notebook, and how many times faster than the peers we mean to grade it."""

    name: str
    assignment: Assignment
    kit: Path
    times_nbgrader: float
    times_otter: float
    cold_seconds: float = 0
    """What one notebook may take from the shell; 0 if nothing was aimed at."""
    served_seconds: float = 0
    """What it may take from hand_in() to the marks."""


@dataclass
class Row:
    """One line of the report: what, how much, and what was meant to be reached."""

    what: str
    value: float
    unit: str
    aim: str = ""


class Benchmark:
    """Collects rows and prints them as they come."""

    def __init__(self, quick: bool) -> None:
        self.repetitions = 5 if quick else 30
        self.count = CLASS // 4 if quick else CLASS
        self.otter_runs = 1 if quick else 3
        self.rows: list[Row] = []

    def say(self, what: str, value: float, unit: str, aim: str = "") -> None:
        self.rows.append(Row(what, value, unit, aim))
        print(f"  {what:<66}{value:>10.3f} {unit:<3}{f'  (aim: {aim})' if aim else ''}", flush=True)

    def workload(self, work: Workload) -> None:
        print(f"\n{work.name}", flush=True)
        notebook = solved_notebook(work.assignment)
        measured = ours.measure(work.assignment, work.kit, notebook, self.repetitions)
        one = measured.submission
        self.say("ours, a submission, warm: wall", one.median_wall, "s")
        self.say("ours, a submission, warm: CPU of judge, zygote and child", one.median_cpu, "s")
        self.say("bare execution of the same cells: wall", measured.bare.median_wall, "s")
        self.say("bare execution of the same cells: CPU", measured.bare.median_cpu, "s")
        if measured.bare.median_wall > 1e-3:  # else the cells only define what the cases call
            self.say("ours over bare execution: wall", one.median_wall / measured.bare.median_wall, "x")
            self.say("ours over bare execution: CPU", one.median_cpu / measured.bare.median_cpu, "x")
        for phase, seconds in measured.phases.items():
            self.say(f"  of which {phase}", seconds, "s")
        self.say("private memory of a child (USS)", measured.private_mb, "MB", "under 60")
        aims = {"nbgrader": work.times_nbgrader, "otter": work.times_otter}
        for peer, spent in self.peers(work).items():
            aim = f"at least {aims[peer.split()[0]]:g}"
            self.say(f"{peer}, a submission: wall", spent.median_wall, "s")
            self.say(f"{peer} over ours: wall", spent.median_wall / one.median_wall, "x", aim)
            self.say(f"{peer} over ours: CPU", spent.median_cpu / one.median_cpu, "x", aim)

    def peers(self, work: Workload) -> dict[str, Spent]:
        """nbgrader on a class in one command, and Otter on one notebook; both must give full marks.

        Each as installed, and without the import of rfc3987-syntax, which neither of them asks for.
        """
        assignment, notebook = work.assignment, solved_notebook(work.assignment)
        with tempfile.TemporaryDirectory(prefix="autograder-benchmark-") as name, contextlib.chdir(name):
            folder = Path(name)
            write_nbgrader_tree(assignment, folder / "nbgrader")
            students = {f"student{n:02}": notebook for n in range(self.count)}
            found: dict[str, Spent] = {}
            for kind, around in (("", contextlib.nullcontext), (" without the grammar", cold.without_grammar)):
                course, nbgrader = folder / f"course{bool(kind)}", Spent()
                nbgrader_course(folder / "nbgrader", assignment.name, students, course)
                with around(), spending(nbgrader):
                    nbgrader_autograde(course, assignment.name)
                for student, scores in nbgrader_scores(course, assignment.name).items():
                    _full_marks("nbgrader", student, sum(scores.values()), assignment)
                found[f"nbgrader{kind}"] = nbgrader
            for student in students:
                (folder / "submitted").mkdir(exist_ok=True)
                write_notebook(folder / "submitted" / f"{student}.ipynb", notebook)
            whole = ours.whole_command(
                assignment, work.kit, folder / "submitted", folder / "results", os.cpu_count() or 1
            )
            self.say(f"a class of {self.count}, warm-up included, ours: wall", whole.wall[0], "s")
            nbgrader = found["nbgrader without the grammar"]  # the faster of the two
            self.say(f"a class of {self.count}, nbgrader without the grammar: wall", nbgrader.wall[0], "s")
            aim = "at least 8" if self.count == CLASS else ""
            self.say(f"a class of {self.count}, nbgrader over ours: wall", nbgrader.wall[0] / whole.wall[0], "x", aim)
            self.say(f"a class of {self.count}, nbgrader over ours: CPU", nbgrader.cpu[0] / whole.cpu[0], "x")
            write_otter_zip(assignment, folder / "autograder.zip", work.kit)
            for kind, around in (("", contextlib.nullcontext), (" without the grammar", cold.without_grammar)):
                otter = found[f"otter{kind}"] = Spent()
                for run in range(self.otter_runs):
                    out = folder / f"otter{run}{bool(kind)}"
                    with around(), spending(otter):
                        scores = otter_run(folder / "autograder.zip", notebook, f"{assignment.name}.ipynb", out)
                    _full_marks("otter", "the solution", sum(scores.values()), assignment)
        return {
            peer: spent.shared_by(self.count) if peer.startswith("nbgrader") else spent for peer, spent in found.items()
        }

    def cold_starts(self, works: list[Workload]) -> None:
        print("\nFrom the shell, cold", flush=True)
        spent = cold.help_page(self.repetitions)
        self.say("autograder --help: wall", spent.median_wall, "s", "at most 0.15")
        self.say("autograder --help: CPU", spent.median_cpu, "s")
        for work in works:
            print(f"  {work.name}", flush=True)
            measured = cold.one_notebook(work.assignment, work.kit, self.otter_runs)
            mine = measured["ours"]
            for what, one in measured.items():
                aim = f"at most {work.cold_seconds:g}" if what == "ours" and work.cold_seconds else ""
                self.say(f"{what}: wall", one.median_wall, "s", "at most 0.6" if "nothing" in what else aim)
                self.say(f"{what}: CPU", one.median_cpu, "s")
                if not what.startswith("ours"):
                    least = 5 if what.startswith("nbgrader") else 8
                    self.say(f"{what} over ours: wall", one.median_wall / mine.median_wall, "x", f"at least {least}")
                    self.say(f"{what} over ours: CPU", one.median_cpu / mine.median_cpu, "x")

    def served(self, works: list[Workload]) -> None:
        print("\nHanded in to a course that is served, alone", flush=True)
        for work in works:
            print(f"  {work.name}", flush=True)
            notebook = nbformat.writes(solved_notebook(work.assignment)).encode()
            with serve.serving(work.assignment.name, work.kit, 2) as server:
                before = server.cpu_seconds()
                seconds = serve.alone(server, notebook, self.repetitions)
                used = (server.cpu_seconds() - before) / (len(seconds) + serve.WARM_UP)
            mine = statistics.median(seconds)
            self.say("from hand_in() to marks: wall", mine, "s", f"at most {work.served_seconds:g}")
            self.say("CPU of the server and all its processes", used, "s")
            for peer, spent in cold.one_notebook(work.assignment, work.kit, self.otter_runs).items():
                if not peer.startswith("ours"):
                    least = 5 if peer.startswith("nbgrader") else 15
                    self.say(f"{peer} over ours: wall", spent.median_wall / mine, "x", f"at least {least}")

    def two_jobs(self, work: Workload) -> None:
        print(f"\nTwo judges, {work.name}", flush=True)
        notebook = solved_notebook(work.assignment)
        count = 12 if self.repetitions < 30 else 80
        rates = {jobs: ours.throughput(work.assignment, work.kit, notebook, jobs, count) for jobs in (1, 2)}
        for jobs, rate in rates.items():
            self.say(f"submissions a second with {jobs} job{'s' if jobs > 1 else ''}", rate, "/s")
        self.say("two jobs over one", rates[2] / rates[1], "x", "at least 1.7")


def _full_marks(peer: str, who: str, score: float, assignment: Assignment) -> None:
    if abs(score - assignment.points) > 1e-6:
        raise SystemExit(f"{peer} gives {who} {score} of {assignment.points}: it has not graded what we have")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few repetitions: to see that it runs, not to quote")
    parser.add_argument(
        "--part",
        choices=("small", "large", "jobs", "cold", "served"),
        help="only one workload, one job against two, cold starts, hand-ins to a server",
    )
    parser.add_argument("--json", type=Path, help="write the rows here as well")
    options = parser.parse_args()
    here = Path(__file__).parent / "kit"
    small = Workload(
        "A notebook that imports torch and defines five functions",
        find_assignment("20_five_functions", here),
        here,
        40,
        150,
        served_seconds=0.5,
    )
    kit = kit_root()
    large = Workload(
        "Assignment 3, the solution's notebook", find_assignment("03_attention", kit), kit, 30, 50, 3.5, 1.5
    )
    first = Workload("Assignment 1", find_assignment("01_tokenization", kit), kit, 0, 0, 2.5)
    benchmark = Benchmark(options.quick)
    print(
        f"{os.cpu_count()} cores, load before: {load():.1f}"
        + (" (busy: look at CPU, not at wall times)" if load() > 0.7 else "")
    )
    for part, work in (("small", small), ("large", large)):
        if options.part in (None, part):
            benchmark.workload(work)
    if options.part in (None, "jobs"):
        benchmark.two_jobs(large)
    if options.part in (None, "cold"):
        benchmark.cold_starts([large, first])
    if options.part in (None, "served"):
        benchmark.served([small, large])
    print(f"\nload after: {load():.1f}")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in benchmark.rows], indent=1) + "\n")


if __name__ == "__main__":
    main()
