"""One small class, graded once undisturbed, that other runs are compared with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from classroom import COUNT, KIT, contents, run, write_class
from filelock import FileLock

from autograder.cli import main


@pytest.fixture(scope="session")
def submissions(shared: Path) -> Path:
    folder = shared / "handed-in" / "class"
    with FileLock(shared / "class.lock"):
        return folder if folder.exists() else write_class(folder, COUNT)


@pytest.fixture(scope="session")
def undisturbed(submissions: Path, shared: Path) -> dict[str, bytes]:
    """All that an undisturbed run with one judge leaves; made once for all workers of a run."""
    out = shared / "undisturbed" / "results"
    with FileLock(shared / "undisturbed.lock"):
        if not out.exists():
            made = out.with_name("being made")
            done = run(submissions, made, "--jobs", "1")
            assert done.returncode == 0, done.stderr
            assert f"{COUNT} graded now, 0 unchanged" in done.stderr
            made.rename(out)
        return contents(out)


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command that must end with exit code 2 and one line, in this process; returns what it said."""
    monkeypatch.setenv("AUTOGRADER_KIT", str(KIT))
    from autograder.grading import cluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 2.0)
    monkeypatch.setattr(cluster, "WORKER_SECONDS", 1.0)

    def run_it(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr().err
        lines = [line for line in said.splitlines() if line.startswith("error: ")]
        assert ended.value.code == 2 and len(lines) == 1 and "Traceback" not in said, said
        return lines[0]

    return run_it
