"""The rooms of the package, from the ground up: which may import which. docs/architecture.md tells the same in words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from autograder.isolation.jail import VISIBLE_ROOMS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "autograder"

VOCABULARY = "errors messages points places files startup source_code toml_table translation results"
MAP = {
    # Words that every room may use; among themselves:
    "messages": "",
    "errors": "messages",
    "points": "",
    "startup": "",
    "source_code": "",
    "places": "errors messages",
    "files": "errors messages",
    "toml_table": "errors messages places",
    "translation": "errors messages toml_table",
    "results": "messages points",
    # What runs inside the sandbox, and what crosses its wall.
    "wire": "",
    "runner": "wire",
    "isolation": "runner wire",
    # What instructors write, and what is made of it.
    "authoring": "",
    "release": "authoring",
    "worlds": "",
    # The way of a submission.
    "intake": "authoring",
    "judge": "authoring intake isolation runner wire",
    "grading": "authoring intake isolation judge runner wire",
    "verification": "authoring grading intake isolation judge",
    # What becomes of results.
    "reports": "",
    "people": "intake",
    "teams": "authoring intake people reports",
    "course": "authoring intake people reports teams",
    "exports": "authoring course intake people release reports",
    "server": "authoring course exports grading intake isolation people reports runner",
    # The doors.
    "api": "authoring grading intake isolation judge",
    "gradescope": "api intake isolation",
    "commands": "authoring course exports grading intake isolation judge people release reports server teams verification worlds",
    "cli": "commands",
    "__main__": "cli",
}


def modules() -> dict[str, Path]:
    """The package's modules by their dotted names; the hidden tests below it are no part of it."""
    paths = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "tests"]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


MODULES = modules()


def imports(name: str) -> set[str]:
    """The modules of the package that a module imports, also within functions and for type checkers only.

    The package itself is left out: it holds the version, and opens ``api`` to whoever asks it for that.
    """
    path = MODULES[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names}
    return (found & MODULES.keys()) - {"autograder", name}


IMPORTS = {name: imports(name) for name in MODULES}


def room(name: str) -> str:
    """The folder, or the single file, that a module belongs to."""
    return name.split(".")[1]


def rooms() -> dict[str, set[str]]:
    """For each room the others that it imports."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, imported in IMPORTS.items():
        if name != "autograder":
            found[room(name)] |= {room(other) for other in imported} - {room(name)}
    return found


def circles(edges: dict[str, set[str]]) -> list[str]:
    """The nodes that can be reached from themselves."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [*edges[start]]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += edges.get(node, ())
        return seen

    return sorted(node for node in edges if node in reached(node))


def test_every_room_is_on_the_map() -> None:
    assert set(rooms()) == set(MAP)


@pytest.mark.parametrize("name", sorted(MAP))
def test_a_room_imports_what_the_map_allows(name: str) -> None:
    allowed = set(MAP[name].split()) | (set() if name in VOCABULARY.split() else set(VOCABULARY.split()))
    beyond = {
        f"{module} imports {other}"
        for module, imported in IMPORTS.items()
        if module != "autograder" and room(module) == name
        for other in imported
        if room(other) not in allowed | {name}
    }
    assert not beyond, "draw the way on the map, or take another"


@pytest.mark.parametrize("name", sorted(set(MAP) - {"cli", "commands"}))
def test_the_map_shows_no_way_that_nobody_takes(name: str) -> None:
    assert set(MAP[name].split()) <= rooms()[name]


def test_each_room_stands_on_those_above_it_in_the_map() -> None:
    order = list(MAP)
    for name, allowed in MAP.items():
        assert all(order.index(other) < order.index(name) for other in allowed.split()), name


def test_no_module_imports_itself_through_others() -> None:
    assert circles(IMPORTS) == []


def test_the_search_for_circles_finds_one() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == ["a", "b", "c"]


def test_what_the_sandbox_shows_needs_nothing_else() -> None:
    shown = {entry.removesuffix(".py") for entry in VISIBLE_ROOMS} - {"__init__"}
    for name in shown:
        assert rooms()[name] <= shown, name


def test_the_package_reads_no_file_of_solutions_by_its_path() -> None:
    """Solutions use the package; the package finds them only through the catalogue, as any kit's."""
    for name, path in MODULES.items():
        code = ast.parse(path.read_text(encoding="utf-8"))
        texts = [
            node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        named = [text for text in texts if re.fullmatch(r"0\d_[a-z_]+(/.*)?", text)]
        assert not named, f"{name} names {named}"


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, autograder; print([name for name in sys.modules if name.startswith('autograder.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_page_names_every_room_and_every_file_that_it_names_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name in set(MAP) - {"cli", "__main__"}:
        assert re.search(rf"\b{name}\b", page), name
    for path in re.findall(r"`([a-z_]+/(?:[a-z_]+/)*(?:[a-z_]+\.py)?)`", page):
        if path not in ("wrong/", "right/"):
            assert (PACKAGE / path).exists() or (ROOT / path).exists(), path


def test_the_picture_is_what_its_script_draws(tmp_path: Path) -> None:
    for script in sorted((ROOT / "docs" / "pictures").glob("make_*.py")):
        folder = tmp_path / "pictures"
        folder.mkdir(exist_ok=True)
        for source in (script, script.with_name("drawing.py")):
            (folder / source.name).write_bytes(source.read_bytes())
        subprocess.run([sys.executable, folder / script.name], check=True)
        name = script.stem.removeprefix("make_") + ".svg"
        assert (folder / name).read_bytes() == script.with_name(name).read_bytes(), name
