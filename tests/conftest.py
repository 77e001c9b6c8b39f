"""What tests of several rooms need, and how a run of all of them is shared between its workers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder import startup

os.environ |= startup.ONE_THREAD
startup.prepare()

import pytest
from filelock import FileLock
from tiny_kit import KitCopy, copied

ROOT = Path(__file__).resolve().parents[1]
WITHOUT_GRAMMAR = str(ROOT / "benchmarks" / "without_grammar")
"""With this on its path a process finds no rfc3987-syntax, as where that extra of jsonschema is not installed.

Compiling its grammar costs every process that imports nbformat two seconds. Our own commands leave it out by themselves; kernels,
JupyterLab, JupyterHub, nbgrader and Otter, which tests start by the dozen, do not.
"""
_paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
if WITHOUT_GRAMMAR not in _paths:
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in (WITHOUT_GRAMMAR, *_paths) if path)


@pytest.fixture
def kit_copy(tmp_path: Path) -> KitCopy:
    """The tiny kit, in a folder of the test's own."""
    return copied(tmp_path / "kit")


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def on_kit_copy(kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`autograder …` on that kit, from the folder beside it: exit code, output and errors.

    In this process, for one of its own would spend most of its time on imports.
    """
    from autograder import cli

    monkeypatch.setenv("AUTOGRADER_KIT", str(kit_copy.root))
    monkeypatch.chdir(kit_copy.root.parent)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, captured.out, captured.err

    return run


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels started meanwhile make figures, and draw none: for tests that ask what cells and checks do, not how it looks.

    A kernel otherwise draws each figure of a cell as a picture, which takes longer than all else in an assignment's notebook.
    """
    monkeypatch.setenv("MPLBACKEND", "agg")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its workers have. It lies among pytest's own temporary folders and goes with them."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def made_once(shared: Path) -> Callable[[str, Callable[[], str]], str]:
    """``made_once(name, make)``: the text that ``make`` returns, made by whichever worker of this run needs it first."""

    def get(name: str, make: Callable[[], str]) -> str:
        path = shared / name
        with FileLock(f"{path}.lock"):
            if not path.exists():
                path.write_text(make(), encoding="utf-8", newline="\n")
            return path.read_bytes().decode("utf-8")

    return get


@pytest.fixture(scope="session")
def template_text(made_once: Callable[[str, Callable[[], str]], str]) -> str:
    """Every text of this checkout that can be translated, as a .pot file: as it is now, extracted once in a run."""
    from autograder.translation import extracted

    return made_once("autograder.pot", lambda: extracted(ROOT))


LONGEST = (
    "verification/test_kit.py::test_tests_tell_right_from_wrong[06_rag_project]",
    "test_peers_agree.py",
    "test_limits.py",
    "test_attack_table.py",
    "test_06_rag_reference.py",
    "test_attacks_there.py",
    "test_more_attacks.py",
    "test_cluster.py",
    "test_malformed.py",
    "test_container.py",
    "test_wherever.py",
    "test_sample_class.py",
    "test_notebook_alone.py",
    "test_killed.py",
    "verification/test_kit.py",
    "test_lending.py",
    "worlds/test_hidden.py",
    "release/test_alone.py",
    "test_local_pool.py",
    "test_master_in_lab.py",
    "test_new.py",
    "test_cache.py",
    "test_generators.py",
)
"""What takes longest, the longest first; what each takes: docs/speed.md."""
ONE_BY_ONE = ("test_kit.py", "test_lending.py", "test_always_wrong.py")
"""Files whose tests have nothing in common, one for each assignment: each may go to another worker."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: workers take files in this order, and one must not be left alone with a long one at the end."""
    items.sort(key=lambda item: next((n for n, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object | None:
    """With ``--dist loadfile`` the tests of a file stay together, for they share what is slow to make; but for ``ONE_BY_ONE``."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return nodeid if file.endswith(ONE_BY_ONE) else file

    return ByFile(config, log)


_BEFORE = pytest.StashKey[float]()


def _processor_seconds() -> float:
    """Of this process and of all that it has started and seen the end of."""
    return sum(os.times()[:4])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    item.stash[_BEFORE] = _processor_seconds()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Note the processor seconds of each test in the report of ``--junitxml``: where several run at once a wall time says little.

    A process that outlives a test counts where it ends; what a sandbox of the strongest level used is counted nowhere, for nobody
    here waits for it.
    """
    if call.when == "teardown" and _BEFORE in item.stash:
        spent = _processor_seconds() - item.stash[_BEFORE]
        item.user_properties.append(("processor_seconds", round(spent, 2)))
