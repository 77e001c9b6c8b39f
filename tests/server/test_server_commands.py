"""`autograder serve`, `course tokens` and `course backup` as a person runs them."""

from __future__ import annotations

import csv
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest
from served_course import ROOT
from sqlalchemy import select

from autograder import cli
from autograder.server.database import Database
from autograder.server.schema import tokens

READY_SECONDS = 90.0  # this machine may be busy; by itself it is ready in two


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autograder", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
    )


def test_links_are_made_shown_once_and_taken_back(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "links.csv"
    done = run("course", "tokens", "--course", str(course), "--out", str(out), "--address", "https://course.example/")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with out.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["u1", "u2", "u3", "u4"]
    assert all(re.fullmatch(r"https://course\.example/enter/[\w-]{43}", row["link"]) for row in rows)
    assert run("course", "tokens", "--course", str(course), "--out", str(out)).returncode == 2  # it is there already
    done = run("course", "tokens", "--course", str(course), "--for", "Dana Levi", "--revoke")
    assert done.stdout == "1 links taken back\n"
    database = Database(f"sqlite:///{course.parent / 'server' / 'server.sqlite3'}")
    with database.reading() as connection:
        stored = connection.execute(select(tokens.c.person, tokens.c.revoked)).all()
    database.close()
    assert [person for person, revoked in stored if revoked] == ["u1"]
    unknown = run("course", "tokens", "--course", str(course), "--for", "Noa Katz")  # two are called so
    assert unknown.returncode == 2 and "Traceback" not in unknown.stderr


def test_the_demo_prints_a_students_and_a_staffs_link_and_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from starlette.testclient import TestClient

    from autograder.server import running
    from autograder.server.app import make_app
    from autograder.server.site import open_site

    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import serve_demo

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setattr(serve_demo, "PORT", probe.getsockname()[1])
    monkeypatch.setattr(serve_demo, "COURSE", tmp_path / "serve-demo")
    said: list[str] = []

    def run(course: Path, kit: Path, **more: object) -> None:
        site = open_site(course, kit=kit, address=f"http://{more['host']}:{more['port']}")
        client = TestClient(make_app(site, grade=False), base_url=site.address)
        for line in capsys.readouterr().out.splitlines():
            if "/enter/" in line:
                client.cookies.clear()
                said.append(client.post("/enter", data={"secret": line.rsplit("/", 1)[1]}).text)
        site.close()

    monkeypatch.setattr(running, "run", run)
    assert serve_demo.main() == 0
    student, staff = said
    assert "3 Attention" in student and "(staff)" not in student and "(staff)" in staff


def test_without_the_extra_the_command_says_how_to_install_it(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "starlette" else real(name, *rest)
    )
    for arguments in (["serve", str(course)], ["course", "tokens", "--course", str(course)]):
        monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr().err
        assert ended.value.code == 2 and "starlette" in said and ".[server]" in said


def test_it_prints_its_address_takes_a_hand_in_and_ends(course: Path, tmp_path: Path) -> None:
    """As a process, with the kit's own graders, which are given nothing to run here."""
    course.write_text(
        course.read_text()
        .replace("released = 2026-03-01", "released = 2999-03-01")
        .replace("due = 2026-03-15T23", "due = 2999-03-15T23")
    )
    link = run("course", "tokens", "--course", str(course), "--for", "u1").stdout.split("\t")[3].strip()
    program = [sys.executable, "-m", "autograder", "serve", str(course), "--port", "0"]
    server = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = line.rsplit(" ", 1)[1].strip()
        assert line.startswith("A served course: http://127.0.0.1:")
        until = time.monotonic() + READY_SECONDS
        while True:
            try:
                assert urllib.request.urlopen(address + "health", timeout=5).read() == b"ok\n"
                break
            except urllib.error.URLError:
                assert time.monotonic() < until
                time.sleep(0.05)
        header = {"Authorization": f"Bearer {link.rsplit('/', 1)[1]}"}
        request = urllib.request.Request(f"{address}api/hand-ins/03_attention", b"{}", header, method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused:  # it is released in another millennium
            urllib.request.urlopen(request, timeout=30)
        assert refused.value.code == 409
        second = run("serve", str(course), "--port", "0")
        assert second.returncode == 2 and "served already" in second.stderr
        taken = run("serve", str(course), "--port", address.rstrip("/").rsplit(":", 1)[1])
        assert taken.returncode == 2 and "cannot listen" in taken.stderr
        target = tmp_path / "backup.zip"
        done = run("course", "backup", str(target), "--course", str(course))
        assert done.returncode == 0 and "(0 hand-ins)" in done.stdout
        with zipfile.ZipFile(target) as archive:
            assert {"course.toml", "people.csv", "server/server.sqlite3"} <= set(archive.namelist())
        os.kill(server.pid, signal.SIGTERM)
        output = server.communicate(timeout=60)
        assert "Traceback" not in output[1] and link.rsplit("/", 1)[1] not in "".join(output)
    finally:
        server.kill()
        server.wait()
