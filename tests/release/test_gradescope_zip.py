"""The zip for Gradescope with the kit's own engine: what is in it, what is not, and that its packages are enough."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from autograder.authoring.catalogue import find_assignment
from autograder.errors import KitError
from autograder.release.gradescope_zip import write_for_gradescope, write_gradescope_zip
from autograder.release.requirements import TORCH_INDEX

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    write_gradescope_zip(find_assignment("03_attention", ROOT), path, ROOT)
    return path


def lines(made: Path, name: str) -> list[str]:
    with zipfile.ZipFile(made) as archive:
        return archive.read(name).decode().splitlines()


def test_what_is_in_it(made: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    assert "kit/solutions/03_attention/notebook.py" in modes
    tests = {name.split("/")[3] for name in modes if name.startswith("kit/autograder/tests/")}
    solutions = {name.split("/")[2] for name in modes if name.startswith("kit/solutions/")}
    assert tests == {"03_attention"} and solutions == {"03_attention", "shared"}
    assert not any(f"kit/autograder/{room}/" in name for room in ("release", "commands", "server") for name in modes)


def test_the_same_bytes_each_time(made: Path, tmp_path: Path) -> None:
    write_gradescope_zip(find_assignment("03_attention", ROOT), tmp_path / "again.zip", ROOT)
    assert (tmp_path / "again.zip").read_bytes() == made.read_bytes()


def test_packages_are_pinned_as_tested_and_torch_is_for_the_cpu(made: Path) -> None:
    wanted = lines(made, "requirements.txt")
    pins = dict(line.split("==") for line in lines(made, "constraints.txt"))
    assert wanted[0] == TORCH_INDEX
    assert all("==" in line for line in wanted[1:])
    assert f"torch=={pins['torch']}+cpu" in wanted
    for line in wanted[1:]:
        requirement = Requirement(line)
        assert str(requirement.specifier).removeprefix("==").removesuffix("+cpu") == pins[_name(requirement.name)]


WITHOUT = """
import sys
missing = set(sys.argv[1:])
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
from autograder import startup; startup.prepare()
import autograder.gradescope.container
from autograder import Grader
with Grader("03_attention", isolation="process") as grader:
    print(grader.grade("datasets/sample_class/03_attention/amit_all_right.ipynb").score)
"""


@pytest.mark.slow
def test_what_is_installed_there_is_enough(made: Path) -> None:
    """Graded where no other package can be imported than those that the zip asks for, and what these need."""
    there: set[str] = set()
    seen: set[str] = set()
    waiting = [Requirement(line) for line in lines(made, "requirements.txt")[1:]]
    while waiting:
        wanted = waiting.pop()
        if str(wanted) not in seen:
            seen.add(str(wanted))
            there.add(_name(wanted.name))
            asked = [{"extra": extra} for extra in (*wanted.extras, "")]
            needs = map(Requirement, _needs(wanted.name))
            waiting += [one for one in needs if one.marker is None or any(map(one.marker.evaluate, asked))]
    homes = importlib.metadata.packages_distributions()
    others = [
        module for module, of in homes.items() if not {_name(one) for one in of} & there and module != "autograder"
    ]
    assert {"nbgrader", "pytest"} <= set(others)
    done = subprocess.run([sys.executable, "-c", WITHOUT, *others], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0 and done.stdout.strip() == "100.0", done.stderr[-2000:]


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needs(name: str) -> list[str]:
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def test_otter_is_the_other_choice(tmp_path: Path) -> None:
    kit = ROOT / "tests" / "fixtures" / "tiny_assignment"
    tiny = find_assignment("07_tiny", kit)
    path = write_for_gradescope(tiny, tmp_path / "otter.zip", kit, "otter")
    with zipfile.ZipFile(path) as archive:
        assert "run_otter.py" in archive.namelist()
    with pytest.raises(KitError, match="English"):
        write_for_gradescope(tiny, tmp_path / "x.zip", kit, "otter", "he")
    with pytest.raises(KitError, match="no translation"):
        write_for_gradescope(tiny, tmp_path / "x.zip", kit, "kit", "tlh")
    assert not (tmp_path / "x.zip").exists()


def test_a_file_from_outside_the_kit_is_refused(tmp_path: Path) -> None:
    import dataclasses

    kit = ROOT / "tests" / "fixtures" / "tiny_assignment"
    (tmp_path / "elsewhere.py").write_text("x = 1\n")
    tiny = dataclasses.replace(find_assignment("07_tiny", kit), files=(tmp_path / "elsewhere.py",))
    with pytest.raises(KitError, match="outside of the kit"):
        write_gradescope_zip(tiny, tmp_path / "x.zip", kit)
