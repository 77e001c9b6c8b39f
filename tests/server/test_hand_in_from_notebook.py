"""`grader.hand_in()` as a student runs it: beside the built notebook, in a Python of its own, over real HTTP."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from served_course import ATTENTION, Graders, Order, Setting, StillClock, result_with

from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.release.student_folder import write_student_folder
from autograder.results import seal
from autograder.server.app import make_app
from autograder.server.site import Site, open_site

CALL = "import checks; checks.start('03_attention').hand_in({})"


class Whole(Graders):
    """As the other graders; gives 70 points to whatever comes."""

    def document(self, order: Order, setting: Setting) -> str:
        return json.dumps(seal(result_with(70, order, setting).to_gradescope()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("student") / ATTENTION
    write_student_folder(find_assignment(ATTENTION, kit_root()), made)
    return made


@pytest.fixture
def site(course: Path) -> Iterator[Site]:
    """Served by uvicorn, at a free port."""
    course.write_text(course.read_text().replace("most_mb = 0.1", "most_mb = 10"))
    graders = Whole()
    opened = open_site(course, kit=kit_root(), clock=StillClock(), start=graders.start, jobs=1)
    server = uvicorn.Server(uvicorn.Config(make_app(opened), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    opened.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield opened
    server.should_exit = True
    thread.join(30)


def run(folder: Path, home: Path, call: str, before: str = "", **environment: str) -> str:
    names = {name: value for name, value in os.environ.items() if name not in ("COURSE_LINK", "NBGRADER_EXECUTION")}
    done = subprocess.run(
        [sys.executable, "-c", before + CALL.format(call)], cwd=folder, capture_output=True, text=True, timeout=300,
        env={**names, "HOME": str(home), **environment}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    return done.stdout


def link(site: Site, person: str = "u1") -> str:
    return f"{site.address}/enter/{site.tokens.make(person, 1)}"


def test_a_receipt_a_place_and_the_result(site: Site, folder: Path, tmp_path: Path) -> None:
    mine = link(site)
    told = run(folder, tmp_path, f"{mine!r}, ask=False")
    assert "Handing in for Dana Levi: 03_attention.ipynb" in told
    record = site.hand_ins.of_owner(ATTENTION, "u1")[0]
    assert record.receipt in told and f"{site.address}/hand-in/{record.receipt}" in told
    assert "1 of 1 public checks passed" in told and "hidden words" not in told
    kept = tmp_path / ".config" / "from-tokens-to-rag" / "course_link"
    assert kept.read_text() == mine and stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = run(folder, tmp_path, "ask=False")  # the link is remembered, and the same work is the same hand-in
    assert "no new hand-in" in again and record.receipt in again
    assert len(site.hand_ins.of_owner(ATTENTION, "u1")) == 1


def test_only_what_is_written_is_sent_and_no_link(site: Site, folder: Path, tmp_path: Path) -> None:
    mine = link(site)
    copy = tmp_path / "work"
    shutil.copytree(folder, copy)
    path = copy / f"{ATTENTION}.ipynb"
    notebook = json.loads(path.read_text())
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "an output of mine"}]
    code["source"] = [*code["source"], f"\ngrader.hand_in('{mine}')"]
    path.write_text(json.dumps(notebook))
    run(copy, tmp_path, "ask=False", COURSE_LINK=mine)
    record = site.hand_ins.of_owner(ATTENTION, "u1")[0]
    with zipfile.ZipFile(BytesIO(site.blobs.path(record.digest).read_bytes())) as archive:
        assert archive.namelist() == [f"{ATTENTION}.ipynb"]
        sent = archive.read(archive.namelist()[0]).decode()
    assert "an output of mine" not in sent and mine.rsplit("/", 1)[1] not in sent
    assert "grader.hand_in" in sent


SAVING = """
import pathlib, threading, checks.hand_in
whole = pathlib.Path("03_attention.ipynb").read_bytes()
def half(path, bytes_):
    path.write_bytes(whole[:bytes_])
    threading.Timer(0.5, path.write_bytes, [whole]).start()
checks.hand_in._save = lambda path: half(path, {bytes_})
"""
"""Jupyter empties the file and writes it anew: what is read meanwhile is no notebook."""


@pytest.mark.parametrize("bytes_", [0, 5000])
def test_while_the_notebook_is_being_saved_it_is_waited_for(
    site: Site, folder: Path, tmp_path: Path, bytes_: int
) -> None:
    copy = tmp_path / "work"
    shutil.copytree(folder, copy)
    told = run(copy, tmp_path, f"{link(site)!r}, ask=False", SAVING.format(bytes_=bytes_))
    (record,) = site.hand_ins.of_owner(ATTENTION, "u1")
    assert record.receipt in told
    with zipfile.ZipFile(BytesIO(site.blobs.path(record.digest).read_bytes())) as archive:
        sent = json.loads(archive.read(f"{ATTENTION}.ipynb"))
    saved = json.loads((copy / f"{ATTENTION}.ipynb").read_bytes())
    assert [cell["source"] for cell in sent["cells"]] == ["".join(cell["source"]) for cell in saved["cells"]]


def test_a_notebook_that_stays_half_is_not_handed_in(site: Site, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "work"
    shutil.copytree(folder, copy)
    never = SAVING.format(bytes_=5000).replace("    threading.Timer", "    False and threading.Timer")
    told = run(copy, tmp_path, f"{link(site)!r}, ask=False", f"{never}checks.hand_in.SAVING_SECONDS = 0.2\n")
    assert "Not packed: 03_attention.ipynb is just being saved" in told
    assert site.hand_ins.of_owner(ATTENTION, "u1") == []


def test_on_a_hub_nobody_needs_a_link(site: Site, folder: Path, tmp_path: Path) -> None:
    """There the server's address and a token stand in the environment; no link is kept anywhere."""
    token = site.tokens.make("u1", 1)  # in place of the hub's own, which test_hub.py has
    told = run(folder, tmp_path, "ask=False", COURSE_LINK=f"{site.address}/", JUPYTERHUB_API_TOKEN=token)
    assert "Handing in for Dana Levi" in told and site.hand_ins.of_owner(ATTENTION, "u1")[0].receipt in told
    assert not (tmp_path / ".config").exists() and token not in told


@pytest.mark.parametrize(
    ("call", "environment", "said"),
    [
        ("", {}, "knows of no server of your course"),
        ("", {"NBGRADER_EXECUTION": "validate"}, "Nothing is handed in while"),
        ("'somewhere', ask=False", {}, "no personal link"),
        ("'http://127.0.0.1:9/enter/x', ask=False", {}, "cannot be reached. Nothing was handed in"),
        ("'{site}/enter/wrong', ask=False", {}, "not known who you are"),
        ("'{link}'", {}, "Nothing was handed in"),  # nobody answers the question
    ],
)
def test_where_it_does_not_work_it_says_so_and_sends_nothing(
    site: Site, folder: Path, tmp_path: Path, call: str, environment: dict[str, str], said: str
) -> None:
    told = run(folder, tmp_path, call.format(site=site.address, link=link(site)), **environment)
    assert said in told
    assert site.hand_ins.of_owner(ATTENTION, "u1") == []


def test_what_the_course_refuses_is_said(site: Site, folder: Path, tmp_path: Path, course: Path) -> None:
    import datetime as dt

    clock: Any = site.clock
    clock.now += dt.timedelta(days=60)
    assert "It closed at" in run(folder, tmp_path, f"'{link(site)}', ask=False")


def test_the_last_cells_read_well_and_run_nothing_by_themselves(folder: Path) -> None:
    cells = json.loads((folder / f"{ATTENTION}.ipynb").read_text())["cells"]
    export, send = ("".join(cell["source"]) for cell in cells[-2:])
    assert export.endswith("grader.export()") and send.endswith("grader.hand_in()")
    assert "asks before it sends" in send


def test_it_needs_the_standard_library_alone() -> None:
    import ast

    source = (kit_root() / "autograder" / "release" / "given" / "checks" / "send.py").read_text()
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in {*sys.stdlib_module_names, "checks"} for name in names)
