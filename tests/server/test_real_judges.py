"""Handed in, and graded by the kit's own judges in the sandbox: the same marks as `grade` gives."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import pytest
from served_course import StillClock
from test_server_killed import arrival_of

from autograder.api import Grader
from autograder.isolation.levels import choose
from autograder.messages import NO_MESSAGE
from autograder.server.site import open_site
from autograder.server.standing import result_of

sys.path.insert(0, str(Path(__file__).parents[1] / "grading"))

from classroom import KIT, notebook

PROBE = "10_probe"
WORK = [
    notebook({}).encode(),
    notebook({"centre": "def centre(rows):\n    return rows"}).encode(),
    notebook({"scores": "import os\nos._exit(3)"}).encode(),
    b"no notebook at all",
]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["this machine", "a Dask cluster"])
def test_marks_are_those_of_grade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("AUTOGRADER_KIT", str(KIT))
    with contextlib.ExitStack() as stack:
        scheduler = None
        if where == "a Dask cluster":
            distributed = pytest.importorskip("distributed")
            cluster = distributed.LocalCluster(
                n_workers=1, threads_per_worker=1, memory_limit=0, dashboard_address=None, local_directory=str(tmp_path)
            )
            scheduler = stack.enter_context(cluster).scheduler_address
        _marks_are_those_of_grade(tmp_path, scheduler)


def _marks_are_those_of_grade(tmp_path: Path, scheduler: str | None) -> None:
    level = choose("best", None).label
    course = tmp_path / "course"
    course.mkdir()
    (course / "course.toml").write_text(f'title = "Real"\ntime_zone = "UTC"\n[assignment.{PROBE}]\n')
    people = "".join(f"u{number},Student {number}\n" for number in range(len(WORK)))
    (course / "people.csv").write_text(f"id,name\n{people}")
    site = open_site(course / "course.toml", kit=KIT, clock=StillClock(), isolation=level, jobs=2, scheduler=scheduler)
    try:
        site.dispatcher.start()
        for number, content in enumerate(WORK):
            with site.blobs.receive(10**7) as incoming:
                incoming.write(content)
                digest = incoming.keep()
            site.hand_ins.accept(arrival_of(f"u{number}", digest, PROBE), lambda earlier: NO_MESSAGE)
        site.dispatcher.wake()
        until = time.monotonic() + 600
        while (site.hand_ins.waiting() or site.hand_ins.unpublished()) and time.monotonic() < until:
            time.sleep(0.1)
        served = [result_of(site.hand_ins.of_owner(PROBE, f"u{number}")[0]) for number in range(len(WORK))]
        marks = site.course.marks().marks
    finally:
        site.close()
    with Grader(PROBE, kit=KIT, isolation="best") as grader:
        for number, content in enumerate(WORK[:-1]):
            path = tmp_path / f"{number}.ipynb"
            path.write_bytes(content)
            alone, here = grader.grade(path), served[number]
            assert here is not None and here.questions == alone.questions and here.isolation == alone.isolation
            assert marks[f"u{number}", PROBE].raw == alone.score
    assert served[-1] is not None and served[-1].status == "unreadable"
