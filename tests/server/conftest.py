"""A course that is served to one test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from postgres import PROGRAMS, PostgreSQL
from served_course import COURSE, PEOPLE, ROOT, Graders, Serve, Served, StillClock
from starlette.testclient import TestClient

from autograder.server.app import make_app
from autograder.server.site import open_site


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "course.toml").write_text(COURSE)
    (folder / "people.csv").write_text(PEOPLE)
    return folder / "course.toml"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL for all tests, each with a database of its own."""
    if PROGRAMS is None:
        pytest.skip("no PostgreSQL here: sudo apt-get install postgresql (make test does it where it may)")
    running = PostgreSQL()
    yield running
    running.remove()


@pytest.fixture
def database_url() -> str | None:
    """The database of :func:`serve`; a module that has it otherwise is run with another one."""
    return None


@pytest.fixture
def serve(course: Path, database_url: str | None) -> Iterator[Serve]:
    """Serve the course; what a test leaves open is closed."""
    opened: list[Any] = []

    def serve(**more: Any) -> Served:
        clock, graders = more.pop("clock", StillClock()), more.pop("graders", Graders())
        more.setdefault("database", database_url)
        site = open_site(
            course, kit=ROOT, address="http://testserver", clock=clock, start=graders.start, jobs=2, **more
        )
        app = make_app(site)
        main = TestClient(app, base_url="http://testserver", client=("127.0.0.1", 5000))
        main.__enter__()
        opened.append((main, graders))
        return Served(site, app, clock, graders, course.parent, main)

    yield serve
    for main, graders in opened:
        graders.held.set()
        main.__exit__(None, None, None)


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve()
