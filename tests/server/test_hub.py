"""As a service of a real JupyterHub on loopback: its OAuth for a browser, its tokens for hand_in()."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from hub_without_proxy import NO_PROXY
from served_course import ATTENTION, ROOT

pytest.importorskip("jupyterhub")

# The browser of these tests is its own proxy: what is below /services goes to the service, the rest to the hub. So no other is
# needed, and what is tested is the hub, its OAuth and the service that it starts.
CONFIG = """\
c.JupyterHub.bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "a password of the tests"
c.Authenticator.allow_all = True
c.JupyterHub.services = [
    {{"name": "hand-in", "url": "http://127.0.0.1:{service}", "oauth_no_confirm": True,
     "environment": {{"PYTHONPATH": "{root}"}},
     "command": ["{python}", "-c", "{program}", "serve", "{course}", "--hub"]}},
    {{"name": "tester", "api_token": "{admin}"}},
]
c.JupyterHub.load_roles = [
    {{"name": "user", "scopes": ["self", "access:services!service=hand-in"]}},
    {{"name": "maker", "scopes": ["admin:users", "tokens", "access:services!service=hand-in"], "services": ["tester"]}},
]
"""
PREFIX = "/services/hand-in"
PROGRAM = "import autograder.server.hub as hub; hub.CACHE_SECONDS = 1; from autograder.cli import main; main()"
"""`autograder`, with answers of the hub that do not hold for long."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Browser:
    """Keeps cookies and follows redirects, between the hub and its service."""

    def __init__(self, hub: int, service: int) -> None:
        self.ports = {True: service, False: hub}
        self.client = httpx.Client(timeout=60)

    def go(self, method: str, path: str, **more: object) -> httpx.Response:
        for _ in range(12):
            url = urlsplit(path)
            port = self.ports[url.path.startswith(PREFIX)]
            address = f"http://127.0.0.1:{port}{url.path}" + (f"?{url.query}" if url.query else "")
            answer = self.client.request(method, address, **more)  # type: ignore[arg-type]
            if not answer.is_redirect:
                return answer
            method, more, path = "GET", {}, urljoin(path, answer.headers["location"])
        raise AssertionError("redirects without end")

    def log_in(self, name: str) -> httpx.Response:
        page = self.go("GET", "/hub/login")
        xsrf = re.search(r'name="_xsrf" value="([^"]*)"', page.text)
        assert xsrf
        data = {"username": name, "password": "a password of the tests", "_xsrf": xsrf[1]}
        return self.go("POST", "/hub/login?next=%2Fhub%2Fhome", data=data)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, str, Path]]:
    from served_course import COURSE, PEOPLE

    folder = tmp_path_factory.mktemp("hub")
    course = folder / "course"
    course.mkdir()
    later = COURSE.replace("released = 2026-03-01", "released = 2999-03-01").replace(
        "due = 2026-03-15T23", "due = 2999-03-15T23"
    )
    (course / "course.toml").write_text(later)  # so that no judge is begun here
    (course / "people.csv").write_text(PEOPLE)
    ports, admin = (free_port(), free_port()), secrets.token_hex(16)
    config = folder / "jupyterhub_config.py"
    config.write_text(
        NO_PROXY
        + CONFIG.format(
            hub=ports[0],
            service=ports[1],
            folder=folder,
            root=ROOT,
            python=sys.executable,
            course=course,
            admin=admin,
            program=PROGRAM,
        )
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ["PYTHONPATH"]))}
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", str(config)], cwd=folder, stdout=log, stderr=log, env=environment,
        start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 180
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{ports[1]}{PREFIX}/health", timeout=5).text == "ok\n":
                break
        except httpx.HTTPError:
            pass
        assert process.poll() is None and time.monotonic() < until, (folder / "log").read_text()[-3000:]
        time.sleep(0.2)
    yield ports[0], ports[1], admin, course
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(60)


@pytest.mark.slow
def test_a_students_browser_comes_in_by_the_hub(hub: tuple[int, int, str, Path]) -> None:
    browser = Browser(hub[0], hub[1])
    assert browser.go("GET", f"{PREFIX}/assignment/{ATTENTION}").status_code == 401
    assert browser.log_in("dana").status_code == 200
    page = browser.go("GET", f"{PREFIX}/")
    assert page.status_code == 200 and "Dana Levi" in page.text
    assert f'href="{PREFIX}/assignment/{ATTENTION}"' in page.text
    assert browser.go("GET", f"{PREFIX}/style.css").status_code == 200
    assert browser.go("GET", f"{PREFIX}/staff/{ATTENTION}").status_code == 403


@pytest.mark.slow
def test_who_logs_out_of_the_hub_is_out_here_and_who_leaves_here_stays_out(hub: tuple[int, int, str, Path]) -> None:
    browser, other = Browser(hub[0], hub[1]), Browser(hub[0], hub[1])
    for one in (browser, other):
        one.log_in("dana")
        page = one.go("GET", f"{PREFIX}/")
        assert "Dana Levi" in page.text
    session = browser.client.cookies["autograder_session"]
    browser.go("GET", "/hub/logout")
    time.sleep(1.5)
    address = f"http://127.0.0.1:{hub[1]}{PREFIX}/assignment/{ATTENTION}"
    assert httpx.get(address, cookies={"autograder_session": session}, timeout=60).status_code == 401
    assert other.go("GET", f"{PREFIX}/assignment/{ATTENTION}").status_code == 200  # the same person, elsewhere
    form = page.text.split('name="form" value="')[1].split('"')[0]
    left = other.client.post(f"http://127.0.0.1:{hub[1]}{PREFIX}/leave", data={"form": form})
    assert left.status_code == 303 and left.headers["location"].endswith("/hub/home")
    assert other.client.get(f"http://127.0.0.1:{hub[1]}{PREFIX}/assignment/{ATTENTION}").status_code == 401


@pytest.mark.slow
def test_staff_come_in_and_who_is_not_in_the_course_does_not(hub: tuple[int, int, str, Path]) -> None:
    staff = Browser(hub[0], hub[1])
    staff.log_in("prof@example.org")
    assert "(staff)" in staff.go("GET", f"{PREFIX}/").text
    stranger = Browser(hub[0], hub[1])
    stranger.log_in("stranger")
    assert stranger.go("GET", f"{PREFIX}/").status_code == 403


@pytest.mark.slow
def test_a_forged_way_back_from_the_hub_opens_nothing(hub: tuple[int, int, str, Path]) -> None:
    browser = Browser(hub[0], hub[1])
    for query in ("", "?code=abc", "?code=abc&state=def"):
        assert browser.go("GET", f"{PREFIX}/oauth_callback{query}").status_code == 403
    browser.client.get(f"http://127.0.0.1:{hub[1]}{PREFIX}/login")  # leaves with a state of its own
    assert browser.go("GET", f"{PREFIX}/oauth_callback?code=abc&state=another").status_code == 403
    headers = {"x-remote-user": "dana", "x-jupyterhub-user": "dana"}
    assert browser.go("GET", f"{PREFIX}/api/me", headers=headers).status_code == 401


@pytest.mark.slow
def test_a_token_of_the_hub_is_known_if_its_user_may_use_the_service(hub: tuple[int, int, str, Path]) -> None:
    api, admin = f"http://127.0.0.1:{hub[0]}/hub/api", {"Authorization": f"token {hub[2]}"}
    httpx.post(f"{api}/users/omer", headers=admin, timeout=60)
    me = f"http://127.0.0.1:{hub[1]}{PREFIX}/api/me"
    for scopes, status in ((["access:services!service=hand-in"], 200), (["read:users:name!user"], 401)):
        made = httpx.post(f"{api}/users/omer/tokens", headers=admin, json={"scopes": scopes}, timeout=60)
        assert made.status_code == 201, made.text
        answer = httpx.get(me, headers={"Authorization": f"Bearer {made.json()['token']}"}, timeout=60)
        assert answer.status_code == status
        assert status != 200 or answer.json()["name"] == "Omer Cohen"
    assert (
        httpx.get(me, headers={"Authorization": f"Bearer {hub[2]}"}, timeout=60).status_code == 401
    )  # a service is nobody
