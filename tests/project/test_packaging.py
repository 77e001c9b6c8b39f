"""The files that declare what the kit needs agree with one another."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
FIXED_BY_THE_COURSE = {"jupyterlab", "numpy", "torch", "nbgrader", "otter-grader", "transformers"}


def declared() -> list[str]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]


def test_environment_yml_equals_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    listed = {str(Requirement(line)) for line in pip if not line.startswith("--")}
    assert listed == {str(Requirement(line)) for line in declared()}
    assert "python>=3.11" in environment["dependencies"]


def test_the_packages_that_the_course_fixes_are_there():
    assert {Requirement(line).name for line in declared()} >= FIXED_BY_THE_COURSE


def test_constraints_pin_everything_that_pyproject_declares():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    pinned = {}
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            pinned[requirement.name.lower()] = str(requirement.specifier).removeprefix("==")
    for line in [*declared(), *extras]:
        requirement = Requirement(line)
        name = requirement.name.lower()
        assert name in pinned, f"constraints.txt does not pin {name}"
        assert requirement.specifier.contains(pinned[name]), (
            f"{name} {pinned[name]} is outside of {requirement.specifier}"
        )


def test_the_product_speaks_of_the_product_alone():
    """No path of a machine that the kit was written on, and no name of a place that it cannot know."""
    words = re.compile(
        "|".join(("/wo" + "rk/", "/ro" + "ot/", r"\.\./sha" + "red/(lecture|design)", r"\.libr" + "ary"))
    )
    skipped = {".venv", ".git", "build", "__pycache__"}
    suffixes = {".py", ".md", ".toml", ".yml", ".sh", ".txt", ".ipynb", ".html", ".cfg", ".pot"}
    for path in ROOT.rglob("*"):
        if path.suffix in suffixes and not skipped & set(path.relative_to(ROOT).parts):
            found = words.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{path.relative_to(ROOT)} says {found[0]}"
