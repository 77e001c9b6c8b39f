"""One sandbox a level for the whole run, a kit and a victim to attack, and the table in docs/isolation.md."""

from __future__ import annotations

import http.server
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite(*(f"attack_rows_{part}" for part in ("in", "out", "wire", "values", "system")))

from attack_table import BLOCK_IN, MORE_TABLE, TABLE, render, render_more  # noqa: E402
from bench import ATTENTION, PROBE, Bench, Target, Victim  # noqa: E402

from autograder.isolation.levels import Level  # noqa: E402

HERE = Path(__file__).resolve().parent
KIT = HERE.parent / "fixtures" / "engine_kit"
ROOT = HERE.parents[1]
SECRET = "ENGINE-SECRET-5527"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-isolation-table",
        action="store_true",
        help=f"Write the outcomes of the attacks into {BLOCK_IN.name} instead of comparing them.",
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--write-isolation-table") and (TABLE or MORE_TABLE):
        BLOCK_IN.write_text(render_more(render(BLOCK_IN.read_text(encoding="utf-8"))), encoding="utf-8")


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the fixture kit that anybody on this machine may write: only isolation protects it."""
    folder = tmp_path_factory.mktemp("kit") / "engine_kit"
    shutil.copytree(KIT, folder)
    _open(folder)
    return folder


@pytest.fixture(scope="session")
def real_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of assignment 3 as it is, but for a mark in one of its tests that attacks can look for."""
    folder = tmp_path_factory.mktemp("kit") / "real_kit"
    for part in ("solutions/03_attention", "solutions/shared", "autograder/tests/03_attention"):
        shutil.copytree(ROOT / part, folder / part)
    with (folder / "autograder/tests/03_attention/words_that_matter.py").open("a") as file:
        file.write('\n\nHIDDEN_MARK = "HIDDEN-MARK-7319"\n')
    _open(folder)
    return folder


@pytest.fixture(scope="session")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    """What a grader has beside a submission: other submissions, results, a gradebook, a home, a web server."""
    folder = tmp_path_factory.mktemp("victim")
    for name, text in (
        ("submitted/bob/10_probe.ipynb", '{"cells": []}'),
        ("results/bob.json", '{"score": 40}'),
        ("home/.ssh/id_ed25519", "private key"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    with sqlite3.connect(folder / "gradebook.db") as book:
        book.execute("create table marks (student text, points real)")
        book.execute("insert into marks values ('mallory', 1)")
    book.close()
    _open(folder)
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            return None

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Victim(folder, server.server_port, hits)
    server.shutdown()
    server.server_close()


def _open(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    for parent in folder.parents:  # pytest closes its folders to other users; here only isolation shall protect
        if parent.stat().st_uid == folder.stat().st_uid and parent.name.startswith(("pytest-", "kit", "victim")):
            parent.chmod(0o755)


@pytest.fixture(scope="session")
def bench(kit: Path, victim: Victim) -> Iterator[Bench]:
    """Grades submissions to the fixture's assignment, at any level, through the real engine."""
    yield from _bench(kit, victim, "10_probe", PROBE)


@pytest.fixture(scope="session")
def real_bench(real_kit: Path, victim: Victim) -> Iterator[Bench]:
    """Grades submissions to assignment 3 through the real engine."""
    yield from _bench(real_kit, victim, "03_attention", ATTENTION)


def _bench(kit: Path, victim: Victim, name: str, target: Target) -> Iterator[Bench]:
    os.environ["ENGINE_SECRET"] = SECRET
    try:
        with Bench(kit, victim, SECRET, name, target) as made:
            yield made
    finally:
        os.environ.pop("ENGINE_SECRET", None)


@pytest.fixture
def strongest() -> Level:
    """The strongest level that this machine has."""
    from autograder.isolation.levels import probe

    return next(level for level in sorted(Level, reverse=True) if probe(level).works)
