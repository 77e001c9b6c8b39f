"""A Dask cluster on this machine: the same bytes as a local run, also when a worker is lost in the middle."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgpack
import pytest
from classroom import ASSIGNMENT, COUNT, EXHAUSTIVE, KIT, Grader, contents, environment, kill

from autograder.authoring.catalogue import find_assignment
from autograder.errors import KitError
from autograder.grading import cluster as cluster_module
from autograder.grading.cluster import AHEAD, DaskCluster
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.results import Rules, Status, SubmissionResult

pytest.importorskip("distributed")

WORKERS = 3 if EXHAUSTIVE else 2


class Cluster:
    """A scheduler, and workers that each are a process of their own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.settings = settings
        self.file = folder / "scheduler.json"
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file)
        )
        self.workers: list[subprocess.Popen[str]] = []

    @property
    def address(self) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                return json.loads(self.file.read_text())["address"]
            except (OSError, ValueError):
                assert self.scheduler.poll() is None, self.scheduler.communicate()[1]
                time.sleep(0.05)
        raise AssertionError("the scheduler did not come up")

    def add_worker(self) -> None:
        options = ["--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory", str(self.folder)]
        self.workers.append(self._start("worker", self.address, *options))

    def _start(self, what: str, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *options],
            env=environment(TMPDIR=str(self.temporary), **self.settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            cwd=self.folder,
        )

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                kill(process)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_same_bytes_with_a_worker_lost_in_the_middle(
    submissions: Path, undisturbed: dict[str, bytes], cluster: Cluster, tmp_path: Path
) -> None:
    for _ in range(WORKERS):
        cluster.add_worker()
    out = tmp_path / "results"
    grader = Grader.start(submissions, out, "--scheduler", cluster.address)
    while len(list(out.glob("*.json"))) < 4:
        assert grader.process.poll() is None, grader.process.communicate()[1]
        time.sleep(0.02)
    assert kill(cluster.workers[0]) == [], "its grading server and sandbox must end with a worker"
    assert len(list(out.glob("*.json"))) < COUNT, "it was done before a worker could be lost"
    _, said = grader.process.communicate(timeout=600)
    assert grader.process.returncode == 0, said
    assert f"{COUNT} graded now, 0 unchanged" in said
    assert contents(out) == undisturbed


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_workers_lost_one_after_the_other(
    submissions: Path, undisturbed: dict[str, bytes], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A worker that ends takes others' submissions with it; those that Dask gives up for that come again, and pay nothing."""
    cluster = Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    request.addfinalizer(cluster.close)
    for _ in range(2):
        cluster.add_worker()
    out = tmp_path / "results"
    grader = Grader.start(submissions, out, "--scheduler", cluster.address)
    while len(list(out.glob("*.json"))) < 4:
        assert grader.process.poll() is None, grader.process.communicate()[1]
        time.sleep(0.02)
    kill(cluster.workers[0])
    _, said = grader.process.communicate(timeout=600)
    assert grader.process.returncode == 0, said
    assert contents(out) == undisturbed


class FakeFuture:
    """What a cluster would hand back; ``lost`` says how often it loses the worker first."""

    def __init__(self, key: str, client: FakeClient) -> None:
        self.key = key
        self.client = client

    def add_done_callback(self, done: Callable[[FakeFuture], None]) -> None:
        self.client.on_their_way.append((self, done))

    def result(self) -> bytes:
        from distributed.scheduler import KilledWorker

        name = self.key.rpartition("-")[2]
        if self.client.lost.get(name, 0):
            self.client.lost[name] -= 1
            raise KilledWorker(self.key, None, 3)
        row = SubmissionResult(name, name, ASSIGNMENT, Status.GRADED)
        return msgpack.packb({"result": row.to_gradescope(), "timings": {}})

    def release(self) -> None:
        self.client.finish_one()


class FakeClient:
    """A cluster whose workers come and go as a test says; it ends one submission whenever it is asked about one that ended."""

    def __init__(self, threads: list[int], lost: dict[str, int] | None = None) -> None:
        self.threads = threads
        self.lost = lost or {}
        self.on_their_way: list[tuple[FakeFuture, Callable[[FakeFuture], None]]] = []
        self.most = 0

    def nthreads(self) -> dict[str, int]:
        now = self.threads.pop(0) if len(self.threads) > 1 else self.threads[0]
        self.finish_one()
        return {"worker": now} if now else {}

    def submit(self, function: object, *arguments: object, key: str, pure: bool) -> FakeFuture:
        return FakeFuture(key, self)

    def finish_one(self) -> None:
        self.most = max(self.most, len(self.on_their_way))
        if self.on_their_way and self.threads[0]:
            future, done = self.on_their_way.pop(0)
            done(future)


@pytest.fixture
def on_fake_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[SubmissionResult]]:
    monkeypatch.setattr(cluster_module, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(cluster_module, "WORKERS_BACK_SECONDS", 0.2)

    def grade(client: FakeClient, names: list[str], graded: list[SubmissionResult]) -> list[SubmissionResult]:
        assignment = find_assignment(ASSIGNMENT, KIT)
        made = DaskCluster("tcp://fake:1", assignment, tmp_path, Level.PROCESS, Rules())
        monkeypatch.setattr(made, "_connected", lambda: contextlib.nullcontext(client))
        handed_in = [Submission(name, name, name, {}, digest=name) for name in names]
        for one in made.grade(handed_in):
            graded.append(one.result)
        return graded

    return grade


def test_workers_that_join_later_get_work(on_fake_cluster: Callable[..., list[SubmissionResult]]) -> None:
    names = [f"s{number}" for number in range(60)]
    client = FakeClient([1, 1, 8])
    assert sorted(one.submission for one in on_fake_cluster(client, names, [])) == sorted(names)
    assert client.most > 2 * AHEAD


def test_a_cluster_without_workers_is_given_up_and_what_is_done_is_kept(
    on_fake_cluster: Callable[..., list[SubmissionResult]],
) -> None:
    graded: list[SubmissionResult] = []
    with pytest.raises(KitError, match="The last worker of tcp://fake:1 is gone") as caught:
        on_fake_cluster(FakeClient([2] * 5 + [0]), [f"s{number}" for number in range(60)], graded)
    assert caught.value.exit_code == 2 and graded


def test_who_loses_its_worker_alone_has_a_row_and_innocents_pay_nothing(
    on_fake_cluster: Callable[..., list[SubmissionResult]],
) -> None:
    client = FakeClient([2], lost={"deadly": 2, "innocent": 1})
    rows = {one.submission: one for one in on_fake_cluster(client, ["a", "deadly", "innocent", "b"], [])}
    assert [rows[name].status for name in ("a", "innocent", "b")] == [Status.GRADED] * 3
    assert rows["deadly"].status is Status.CRASHED and rows["deadly"].grader_failed


def test_no_worker(cluster: Cluster, submissions: Path, tmp_path: Path, fails) -> None:
    said = fails("grade", ASSIGNMENT, str(submissions), "--out", str(tmp_path / "r"), "--scheduler", cluster.address)
    assert f"The Dask cluster at {cluster.address} has no worker. Start one: dask worker" in said


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "http://127.0.0.1:80", "tcp://127.0.0.1:x"])
def test_wrong_address(address: str, submissions: Path, tmp_path: Path, fails) -> None:
    said = fails("grade", ASSIGNMENT, str(submissions), "--out", str(tmp_path / "r"), "--scheduler", address)
    assert f"No Dask scheduler answers at {address}" in said


def test_extra_is_not_installed(submissions: Path, tmp_path: Path, fails, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = fails("grade", ASSIGNMENT, str(submissions), "--out", str(tmp_path / "r"), "--scheduler", "tcp://h:1")
    assert "pip install 'from-tokens-to-rag[cluster]'" in said


def test_best_is_no_level_of_a_cluster(submissions: Path, tmp_path: Path, fails) -> None:
    options = ("--out", str(tmp_path / "r"), "--scheduler", "tcp://127.0.0.1:1", "--isolation", "best")
    said = fails("grade", ASSIGNMENT, str(submissions), *options)
    assert "'best' could mean something else on each machine" in said and not (tmp_path / "r").exists()


def test_worker_with_another_kit_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.grading import key
    from autograder.grading.cluster_worker import grade

    other = tmp_path / "kit"
    shutil.copytree(KIT, other)
    with (other / "autograder" / "tests" / ASSIGNMENT / "total.py").open("a") as file:
        file.write("# an older version\n")
    monkeypatch.setenv("AUTOGRADER_KIT", str(other))  # of the worker
    there = key.environment(find_assignment(ASSIGNMENT, KIT)) | {"torch": "1.0"}
    order = {"assignment": ASSIGNMENT, "environment": there, "level": "process", "rules": {"follow_through": True}}
    answer = msgpack.unpackb(grade(msgpack.packb(order), msgpack.packb({})))
    assert "would grade differently: torch " in answer["refused"]
    assert "instead of 1.0, the tests differs" in answer["refused"]
