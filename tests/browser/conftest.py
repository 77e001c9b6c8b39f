"""JupyterLab in Chromium. `lab` starts both once for all browser tests; each test gets a folder and a page of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, LabServer

FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"]
"""Chromium in a container, as root, without a screen and without asking anything of the network."""


def chromium_path() -> str:
    """Where Chromium is; playwright's own download of a browser is not asked for."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("Chromium is not on this machine (Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser, by playwright; it goes with the module, for as long as it is there asyncio counts this thread's loop as running."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")
    path = chromium_path()
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """One JupyterLab, with settings of its own: nothing of the user's is read or written."""
    chromium_path()
    server = LabServer(tmp_path_factory.mktemp("jupyter"))
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def notebook_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """One Notebook 7."""
    chromium_path()
    server = LabServer(tmp_path_factory.mktemp("notebook"), "notebook")
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture
def lab(chromium: Any, lab_server: LabServer, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """JupyterLab, open on an empty folder of this test's own: put files into ``lab.folder``, then open them."""
    folder = lab_server.root / request.node.name.replace("[", "-").replace("]", "")
    folder.mkdir()
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(60_000)
    try:
        yield Lab(lab_server, folder, page)
    finally:
        page.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
