"""How cost grows: with submissions, with test cases, with the size of arguments, with jobs. Tables and pictures.

    python benchmarks/growth.py [--quick] [--part submissions|cases|arguments|jobs] [--out DIR]
    python benchmarks/growth.py --tables DIR    the tables of docs/growth.md, of what was measured

Each curve is measured from its smallest to its largest value in one run. ``--out`` writes growth.json and one picture a curve
there (docs/growth.md shows those in docs/pictures). Processor time is of the judges, their sandboxes and all that they start.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import ours
from measuring import Spent, load, spending

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.grading.worker import grade_one
from autograder.intake import Submission
from autograder.release.files import write_notebook
from autograder.results import Rules

KIT = Path(__file__).resolve().parent / "kit"


@dataclass
class Point:
    """One measured value of a curve."""

    at: float
    wall: float
    cpu: float


def by_submissions(quick: bool) -> list[Point]:
    """`autograder grade` of a class of the small notebook, warm-up and results on the disk included; seconds a class."""
    assignment = find_assignment("20_five_functions", KIT)
    notebook = solved_notebook(assignment)
    points = []
    for count in (1, 10, 100) if quick else (1, 10, 100, 1_000, 5_000):
        with tempfile.TemporaryDirectory(prefix="autograder-growth-") as name:
            submitted = Path(name) / "submitted"
            submitted.mkdir()
            for number in range(count):
                write_notebook(submitted / f"student{number:05}.ipynb", notebook)
            spent = ours.whole_command(assignment, KIT, submitted, Path(name) / "results", os.cpu_count() or 1)
        points.append(Point(count, spent.wall[0], spent.cpu[0]))
        print(f"  {count:>9} submissions {spent.wall[0]:9.2f} s wall {spent.cpu[0]:9.2f} s CPU", flush=True)
    return points


def by_cases(quick: bool) -> list[Point]:
    """One submission, warm, of an exercise with so many test cases; seconds a submission."""
    return [_warm(count, count, 1, quick) for count in ((10, 100) if quick else (10, 30, 100, 300, 1_000))]


def by_arguments(quick: bool) -> list[Point]:
    """One submission, warm, of an exercise with two cases whose argument has so many bytes; seconds a submission."""
    sizes = [1 << 10, 1 << 16, 1 << 20] if quick else [1 << 10, 1 << 13, 1 << 16, 1 << 20, 1 << 23, 1 << 25]
    return [_warm(size, 2, size, quick) for size in sizes]


def by_jobs(quick: bool) -> list[Point]:
    """So many judges at once, warm; seconds a submission of the class (the inverse of the throughput)."""
    assignment = find_assignment("20_five_functions", KIT)
    notebook = solved_notebook(assignment)
    points = []
    for jobs in (1, 2) if quick else (1, 2, 4, 8):
        count = 2 * jobs + (20 if quick else 200)
        spent = Spent()
        with spending(spent):
            rate = ours.throughput(assignment, KIT, notebook, jobs, count)
        points.append(Point(jobs, 1 / rate, spent.cpu[0] / count))
        print(f"  {jobs:>9} jobs {rate:9.2f} submissions a second", flush=True)
    return points


def _warm(at: int, cases: int, size: int, quick: bool) -> Point:
    """A made-up exercise in a warm judge: its median of some repetitions."""
    with tempfile.TemporaryDirectory(prefix="autograder-growth-") as name:
        kit = Path(name)
        assignment = _write_kit(kit, cases, size)
        submission = Submission("s", "s", "s.ipynb", solved_notebook(assignment), digest="s")
        spent = Spent()
        with ours.warm_judge(assignment, kit) as (answer_key, slot, zygote):
            for number in range(2 + (3 if quick else 10)):
                one = Spent()
                with spending(one, zygote):
                    result = grade_one(answer_key, slot, submission, Rules()).result
                if abs(result.score - result.max_score) > 1e-6:
                    raise SystemExit(
                        f"full marks were expected, not {result.score}: {result.detail} {result.questions}"
                    )
                if number >= 2:
                    spent.wall += one.wall
                    spent.cpu += one.cpu
    print(f"  {at:>9} {spent.median_wall:9.4f} s wall {spent.median_cpu:9.4f} s CPU", flush=True)
    return Point(at, spent.median_wall, spent.median_cpu)


def _write_kit(kit: Path, cases: int, size: int) -> Assignment:
    """An assignment with one exercise, so many cases, and arguments of so many bytes."""
    master = kit / "solutions" / "21_growth"
    tests = kit / "autograder" / "tests" / "21_growth"
    for folder in (master, tests):
        folder.mkdir(parents=True)
    (master / "assignment.toml").write_text('title = "Growth"\nnumber = 21\npreimport = ["numpy"]\n')
    (master / "notebook.py").write_text(
        "# ---\n# jupyter:\n#   kernelspec: {name: python3, display_name: Python 3}\n# ---\n\n"
        '# %% id="imports" tags=["setup"]\nimport numpy as np\n\n'
        '# %% [markdown] id="total-exercise" tags=["exercise"]\n'
        f"# **Exercise 21.1** · {cases} points. Write `total`.\n\n\n"
        '# %% id="total" exercise="total"\ndef total(numbers):\n    """The sum of the numbers."""\n'
        "    # BEGIN SOLUTION\n    return float(numbers.sum())\n    # END SOLUTION\n"
    )
    text = "import numpy as np\nfrom otter.test_files import test_case\n\nOK_FORMAT = False\nname = 'total'\n"
    text += f"points = {cases}\n"
    for number in range(cases):
        text += (
            f"\n\n@test_case(points=1, hidden={number > 0}, failure_message='The sum of case {number}.')\n"
            f"def test_{number}(total):\n    numbers = np.full({max(1, size // 8)}, {number + 1}.0)\n"
            f"    assert total(numbers) == numbers.sum()\n"
        )
    (tests / "total.py").write_text(text)
    return find_assignment("21_growth", kit)


CURVES = {
    "submissions": (by_submissions, "submissions in a class", "seconds for the class"),
    "cases": (by_cases, "test cases of an exercise", "seconds a submission"),
    "arguments": (by_arguments, "bytes of an argument", "seconds a submission"),
    "jobs": (by_jobs, "jobs", "seconds a submission"),
}


def table(name: str, points: list[Point]) -> str:
    """One curve in Markdown; behind each value how much its cost is of the one before, and how much the value itself is."""
    _, label, unit = CURVES[name]
    lines = [
        f"| {label} | {unit}, wall | processor | times the value before | times its processor time |",
        "|---:|---:|---:|---:|---:|",
    ]
    for before, point in zip([None, *points], points, strict=False):
        grown = ("", "") if before is None else (f"{point.at / before.at:.3g}", f"{point.cpu / before.cpu:.3g}")
        lines.append(f"| {point.at:,.0f} | {point.wall:.3g} | {point.cpu:.3g} | {grown[0]} | {grown[1]} |")
    return "\n".join(lines)


def read(path: Path) -> dict[str, list[Point]]:
    """The curves of a growth.json."""
    return {name: [Point(**row) for row in rows] for name, rows in json.loads(path.read_text(encoding="utf-8")).items()}


def draw(name: str, points: list[Point], label: str, unit: str, out: Path) -> None:
    """Both axes logarithmic, with a dotted line that grows as the value does: what is steeper, costs more than linear."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "growth"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5, 3.2), layout="constrained")
    at = [point.at for point in points]
    axes.loglog(at, [point.wall for point in points], "o-", label="wall")
    axes.loglog(at, [point.cpu for point in points], "s-", label="processor")
    last = points[-1]
    if name != "jobs":
        axes.loglog(at, [last.wall * value / last.at for value in at], ":", color="grey", label="linear")
    low = min(min(point.wall, point.cpu) for point in points)
    axes.set_ylim(bottom=low / 3)
    axes.set_xlabel(label)
    axes.set_ylabel(unit)
    axes.legend()
    figure.savefig(out / f"growth_{name}.svg", metadata={"Date": None})
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few and small values: to see that it runs")
    parser.add_argument("--part", choices=CURVES, help="only this curve")
    parser.add_argument("--out", type=Path, help="write growth.json and the pictures here")
    parser.add_argument(
        "--tables", type=Path, metavar="DIR", help="measure nothing; print the tables of the growth.json there"
    )
    options = parser.parse_args()
    if options.tables:
        for name, points in read(options.tables / "growth.json").items():
            print(f"\n{table(name, points)}")
        return
    print(f"{os.cpu_count()} cores, load before: {load():.1f}")
    measured: dict[str, list[Point]] = {}
    for name, (measure, label, unit) in CURVES.items():
        if options.part in (None, name):
            print(f"\n{label}: {unit}", flush=True)
            measured[name] = measure(options.quick)
            if options.out:
                options.out.mkdir(parents=True, exist_ok=True)
                draw(name, measured[name], label, unit, options.out)
                rows = {name: [asdict(point) for point in points] for name, points in measured.items()}
                (options.out / "growth.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
