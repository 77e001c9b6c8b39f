"""A student's own server under a real JupyterHub on loopback, in Chromium: the notebook opens, its checks answer."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hub_without_proxy import NO_PROXY
from lab import Lab, quiet_settings
from test_student_in_lab import handed_out, wrong_then_right

httpx = pytest.importorskip("httpx")
pytest.importorskip("jupyterhub")

pytestmark = pytest.mark.slow
NAME = "02_positional_encoding"
PATIENCE = 240
"""Seconds until the hub and the server must be there: a hang is meant, not a slow machine."""

# There is no proxy in front of the two: the browser goes to the student's server at its own port, which asks the hub who comes.
CONFIG = """\
c.JupyterHub.bind_url = c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/home/{{username}}"
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.port = {own}
c.Spawner.environment = {{
    "JUPYTER_CONFIG_DIR": "{folder}/config", "JUPYTERLAB_SETTINGS_DIR": "{settings}", "IPYTHONDIR": "{folder}/ipython",
    "JUPYTERHUB_ALLOW_TOKEN_IN_URL": "1",
}}
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
c.JupyterHub.services = [{{"name": "tester", "api_token": "{admin}"}}]
c.JupyterHub.load_roles = [{{"name": "maker", "scopes": ["admin:users", "admin:servers", "tokens"], "services": ["tester"]}}]
"""


@dataclass
class StudentServer:
    """Dana's server: its address, a token of hers, and the folder that she sees."""

    url: str
    token: str
    root: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def student(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudentServer]:
    """Hub and server, started as an administrator's script starts them."""
    folder = tmp_path_factory.mktemp("hub")
    hub, own, admin = free_port(), free_port(), secrets.token_hex(16)
    config = folder / "jupyterhub_config.py"
    config.write_text(
        NO_PROXY
        + CONFIG.format(
            hub=hub,
            own=own,
            folder=folder,
            settings=quiet_settings(folder / "config"),
            python=sys.executable,
            admin=admin,
            patience=PATIENCE,
        )
    )
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", str(config)],
        cwd=folder,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    api, headers = f"http://127.0.0.1:{hub}/hub/api/users/dana", {"Authorization": f"token {admin}"}

    def until(ready: Callable[[], Any]) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if ready():
                    return
            except httpx.HTTPError:
                pass
            assert process.poll() is None and time.monotonic() < end, (folder / "log").read_text()[-3000:]
            time.sleep(0.3)

    try:
        until(lambda: httpx.post(api, headers=headers, timeout=10).status_code in (201, 409))
        assert httpx.post(f"{api}/server", headers=headers, timeout=PATIENCE).status_code in (201, 202)
        until(lambda: httpx.get(api, headers=headers, timeout=60).json()["servers"].get("", {}).get("ready"))
        token = httpx.post(f"{api}/tokens", headers=headers, json={"note": "her browser"}, timeout=60).json()["token"]
        yield StudentServer(f"http://127.0.0.1:{own}/user/dana/", token, folder / "home" / "dana")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        log.close()


def test_the_notebook_opens_and_its_checks_answer(chromium: Any, student: StudentServer) -> None:
    folder = student.root / NAME
    handed_out(NAME, folder)
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    lab = Lab(student, folder, page)
    lab.open(f"{NAME}.ipynb")
    wrong_then_right(lab, NAME)
    page.close()
    shutil.rmtree(folder)


def test_who_is_not_logged_in_is_sent_to_the_hub(student: StudentServer) -> None:
    answer = httpx.get(f"{student.url}lab", timeout=60)
    assert answer.status_code == 302 and "/hub/api/oauth2/authorize" in answer.headers["location"]
