"""Wherever the grader runs: a kit below a folder that is shown, a container with one user, a machine that lacks something."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from attack_table import LEVELS

from autograder.isolation import causes, guarantees, jail, levels, users
from autograder.isolation.guarantees import GUARANTEES, Bait, Guarantee
from autograder.isolation.levels import Level, hidden_folders, probe
from autograder.isolation.sandbox import Sandbox

KIT = Path(__file__).resolve().parents[2]
RIGHT = KIT / "datasets/sample_class/03_attention/amit_all_right.ipynb"
WITHIN_SHOWN = Path("/usr/src")


@pytest.fixture
def kit() -> Iterator[Path]:
    """A kit below a folder that every sandbox shows, as in a container that has it at /usr/src/app."""
    try:
        folder = Path(tempfile.mkdtemp(dir=WITHIN_SHOWN))
    except OSError as error:
        pytest.skip(f"{WITHIN_SHOWN}: {error.strerror}")
    folder.chmod(0o755)
    for name in ("solutions", "autograder/tests", "build", ".git", "downloads", "results"):
        (folder / name).mkdir(parents=True)
        (folder / name / "secret.txt").write_text("HIDDEN")
    (folder / "grades.csv").write_text("HIDDEN")
    yield folder
    shutil.rmtree(folder)


def got(level: Level, hidden: list[Path], paths: list[Path]) -> list[object]:
    """What a confined child reads of these files and folders."""
    attempt = Guarantee("", Level.LANDLOCK, lambda bait: guarantees._reading(*map(str, paths)))
    with Bait() as bait, Sandbox(level, 1, (), None, hidden) as sandbox:
        sandbox.wait_until_ready()
        child = sandbox.slots[0].start(guarantees.LIMITS)
        try:
            return guarantees._run(child, attempt.source(bait))[0]
        finally:
            child.end()


@pytest.mark.parametrize("level", [pytest.param(level, id=level.label) for level in LEVELS if level > Level.PROCESS])
def test_no_level_shows_a_kit_that_lies_among_what_it_shows(kit: Path, level: Level) -> None:
    if not probe(level).works:
        pytest.skip(f"{level.label}: {probe(level).why_not}")
    secrets = [path for path in kit.rglob("*") if path.is_file()]
    assert len(secrets) == 7
    assert got(level, hidden_folders(kit), secrets) == []
    assert len(got(level, [], secrets)) == len(secrets)  # they are there to be found
    beside = kit / "results"
    assert got(level, hidden_folders(KIT, beside), [beside / "secret.txt"]) == []


def test_the_interpreter_stays_visible_in_a_kit_that_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("kit/.venv/lib/site-packages/autograder/tests", "kit/solutions", "elsewhere/env"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "kit" / "linked").symlink_to(tmp_path / "elsewhere" / "env")
    needed = [tmp_path / "kit" / ".venv", tmp_path / "kit" / "linked"]
    monkeypatch.setattr(jail, "interpreter_folders", lambda: needed)
    hidden = hidden_folders(tmp_path / "kit")
    assert tmp_path / "kit" / "solutions" in hidden
    assert not any(one.resolve().is_relative_to(path) for path in hidden for one in needed)


def test_doctor_baits_each_folder_that_is_shown() -> None:
    with Bait(hidden_folders(KIT)) as bait:
        roots = jail.shown_roots()
        assert [any(path.is_relative_to(root) for path in bait.in_shown) for root in roots] == [True] * len(roots)
        assert KIT / "solutions" in bait.of_kit
        (attempt,) = [one for one in GUARANTEES if "wherever" in one.title]
        assert all(str(path) in attempt.source(bait) for path in (*bait.in_shown, *bait.of_kit))


def test_what_runs_inside_is_compiled_once_for_all_sandboxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written there from inside."""
    for room in ("runner", "wire"):
        shutil.copytree(jail.PACKAGE / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(jail, "PACKAGE", tmp_path)
    jail.compile_rooms.__wrapped__()
    paths = list(tmp_path.rglob("*.py"))
    assert len(paths) > 20 and all(Path(cache_from_source(path)).is_file() for path in paths)
    compiled = Path(cache_from_source(tmp_path / "runner" / "zygote.py"))
    before = compiled.stat().st_mtime_ns
    jail.compile_rooms.__wrapped__()
    assert compiled.stat().st_mtime_ns == before
    (tmp_path / "runner" / "zygote.py").write_text("new = True\n")
    jail.compile_rooms.__wrapped__()
    assert compiled.stat().st_mtime_ns != before
    shutil.rmtree(compiled.parent)
    compiled.parent.write_text("")  # where nothing can be written
    jail.compile_rooms.__wrapped__()


def in_a_namespace_of_one_user(*command: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-U", "-r", "true"], check=False).returncode:
        pytest.skip("no user namespace can be made here")
    return subprocess.run(
        [unshare, "-U", "-r", sys.executable, "-m", "autograder", *command],
        capture_output=True,
        text=True,
        cwd=KIT,
        timeout=timeout,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("level", [pytest.param(level, id=level.label) for level in LEVELS])
def test_a_root_who_is_the_only_user_grades(level: Level, tmp_path: Path) -> None:
    """As in a rootless container without /etc/subuid: there is nobody else that a child could become."""
    doctor = in_a_namespace_of_one_user("doctor", "--isolation", level.label)
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    done = in_a_namespace_of_one_user(
        "grade", "03_attention", str(RIGHT), "--out", str(tmp_path / "out"), "--isolation", level.label, "--jobs", "1"
    )
    assert done.returncode == 0, done.stderr
    assert "class average: 100.0 of 100" in done.stdout


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("0 0 4294967295", users.SLOT_UID),
        ("0 1000 1\n1 100000 65536", 60_200),
        ("0 100000 65536", 60_200),
        ("0 1000 1", None),
        ("1000 1000 1", None),
        ("", None),
        ("0 0 4294967295 and more", users.SLOT_UID),
    ],
)
def test_which_users_there_are_is_asked_of_the_kernel(
    table: str, expected: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(Path, "read_text", lambda self, encoding=None: table)
    assert users.first_user() == expected


def test_who_is_not_root_makes_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert users.first_user() is None


@pytest.mark.parametrize(
    ("level", "said", "settings", "user", "cause", "mend"),
    [
        ("namespaces", "setting up uid map: Permission denied", {"kernel/apparmor_restrict_unprivileged_userns": "1"}, 1000,
         "AppArmor", "apparmor_restrict_unprivileged_userns=0"),
        ("namespaces", "No permissions", {"kernel/unprivileged_userns_clone": "0"}, 1000, "forbids", "userns_clone=1"),
        ("namespaces", "No space left on device", {"user/max_user_namespaces": "0"}, 0, "no user namespace", "sysctl"),
        ("namespaces", "Can't mount proc", {"container": "yes"}, 0, "container", "systempaths=unconfined"),
        ("namespaces", "odd", {}, 0, "odd", "docs/troubleshooting.md"),
        ("landlock", "this kernel has no Landlock", {}, 0, "no Landlock", "5.13"),
        ("landlock", "ModuleNotFoundError: No module named 'pyseccomp'", {}, 0, "pyseccomp", "pip install pyseccomp"),
        ("process", "odd", {}, 0, "odd", "docs/troubleshooting.md"),
    ],
)  # fmt: skip
def test_causes_are_named_with_their_mend(
    level: str, said: str, settings: dict[str, str], user: int, cause: str, mend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: user)
    monkeypatch.setattr(causes, "_setting", lambda name: settings.get(name, ""))
    monkeypatch.setattr(causes, "in_container", lambda: "container" in settings)
    found, what_to_do = causes.cause_of(level, said)
    assert cause in found and said in found and mend in what_to_do


def test_a_level_that_does_not_work_is_one_line_with_cause_and_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    said = levels.Probe(Level.NAMESPACES, False, "AppArmor keeps it away", "Allow it.")
    monkeypatch.setattr(levels, "probe", lambda level: said)
    with pytest.raises(levels.IsolationUnavailable, match=r"AppArmor keeps it away\. Allow it\.") as caught:
        levels.choose("namespaces")
    assert caught.value.exit_code == 3


def autograder(*arguments: str, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    code = f"{before}\nimport sys; sys.argv[1:] = {list(arguments)!r}\nfrom autograder.cli import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=KIT,
        env={**os.environ, **environment},
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_a_home_that_cannot_be_written_to(tmp_path: Path) -> None:
    environment = {"HOME": "/proc", "XDG_CACHE_HOME": ""}
    grade = ("grade", "03_attention", str(RIGHT), "--out", str(tmp_path / "out"), "--isolation", "best", "--jobs", "1")
    done = autograder(*grade, **environment)
    assert done.returncode == 0, done.stderr
    assert "class average: 100.0 of 100" in done.stdout and "Traceback" not in done.stderr


WITHOUT_RESOURCE = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == "resource":
            raise ModuleNotFoundError("No module named 'resource'", name="resource")
sys.modules.pop("resource", None)
sys.meta_path.insert(0, Missing())
"""


@pytest.mark.parametrize(
    "command", [("doctor",), ("verify", "03_attention"), ("grade", "03_attention", str(RIGHT), "--out", "x")]
)
def test_a_python_without_the_module_resource(command: tuple[str, ...]) -> None:
    done = autograder(*command, before=WITHOUT_RESOURCE)
    assert done.returncode == 3 and done.stderr.count("\n") == 1, done.stderr
    assert "no module 'resource'" in done.stderr


@pytest.mark.parametrize("command", [("doctor",), ("grade", "03_attention", str(RIGHT), "--out", "x")])
def test_a_temporary_folder_without_room(command: tuple[str, ...], tmp_path: Path) -> None:
    full = "import tempfile, errno\ndef no(*a, **k): raise OSError(errno.ENOSPC, 'No space left on device')\n"
    done = autograder(*command, before=full + "tempfile.mkdtemp = no", TMPDIR=str(tmp_path))
    assert done.returncode == 2 and done.stderr.count("\n") <= 3 and "Traceback" not in done.stderr, done.stderr
    assert "TMPDIR" in done.stderr and "No space left" in done.stderr
