"""`--help` is quick, and docs/commands.md says what the commands say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from autograder import __version__
from autograder.cli import COMMANDS, SUMMARIES, commands
from autograder.commands.options import LEVELS
from autograder.isolation.levels import Level

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "commands.md"
HEAVY = {"torch", "numpy", "transformers", "nbgrader", "otter", "jupytext", "nbformat", "matplotlib", "IPython"}
LIGHT = {"rich", "jinja2", "yaml", "msgpack"}
WHERE_NOTHING_IS_RUN = {
    "torch",
    "numpy",
    "nbformat",
    "jsonschema",
    "jupytext",
    "yaml",
    "autograder.course.marks",
    "transformers",
    "matplotlib",
    "IPython",
    "nbgrader",
    "otter",
    "jupyter_server",
    "tornado",
}


def loaded(program: str, *arguments: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """The modules that are loaded when a program is through."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    return done, set(done.stdout.partition("MODULES ")[2].split())


THE_COMMAND = """\
import sys
from autograder import cli
sys.argv = ['autograder', *sys.argv[1:]]
try:
    cli.main()
finally:
    print('MODULES', *sys.modules)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_help_imports_no_command(arguments: list[str]) -> None:
    done, modules = loaded(THE_COMMAND, *arguments)
    assert done.returncode == (0 if arguments else 2), done.stderr
    assert not {name for name in modules if name.startswith("autograder.commands")}
    assert not (HEAVY | LIGHT) & modules
    assert (__version__ if arguments == ["--version"] else "Usage: autograder") in done.stdout + done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_help_on_a_command_imports_nothing_heavy(name: str) -> None:
    done, modules = loaded(THE_COMMAND, name, "--help")
    assert done.returncode == 0 and f"Usage: autograder {name}" in done.stdout
    assert not HEAVY & modules


def test_where_no_submission_has_changed_nothing_that_grades_is_imported(tmp_path: Path) -> None:
    """Neither torch nor what reads and checks notebooks of all kinds; what is read is the master, the submissions and their results."""
    notebook = ROOT / "assignments/01_tokenization/01_tokenization.ipynb"
    grading = ["grade", "01_tokenization", str(notebook), "--out", str(tmp_path / "results"), "--isolation", "best"]
    subprocess.run([sys.executable, "-m", "autograder", *grading], cwd=ROOT, check=True, capture_output=True)
    done, modules = loaded(THE_COMMAND, *grading)
    assert "0 graded now, 1 unchanged" in done.stderr
    assert not WHERE_NOTHING_IS_RUN & modules


def test_each_summary_fits_on_a_line() -> None:
    done, _ = loaded(THE_COMMAND, "--help")
    lines = [line.split(maxsplit=1) for line in done.stdout.partition("Commands:\n")[2].splitlines()]
    assert [tuple(line) for line in lines[: len(COMMANDS)]] == list(SUMMARIES.items())


def test_the_levels_are_those_of_the_ladder() -> None:
    assert (*(level.label for level in sorted(Level, reverse=True)), "best") == LEVELS


def command(name: str) -> click.Command:
    found = commands.get_command(click.Context(commands), name)
    assert found is not None
    return found


def parameters(name: str) -> list[click.Parameter]:
    """Those of a command, and of the commands below it."""
    found = command(name)
    below = found.commands.values() if isinstance(found, click.Group) else ()
    return [*found.params, *(parameter for one in below for parameter in one.params)]


def section(name: str) -> str:
    match = re.search(rf"^## `autograder {name}`\n(.*?)(?=^## |\Z)", DOCS.read_text(encoding="utf-8"), re.M | re.S)
    assert match, f"docs/commands.md has no section on {name}"
    return match[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_docs_name_every_argument_and_option(name: str) -> None:
    text = section(name)
    for parameter in parameters(name):
        if isinstance(parameter, click.Argument):
            assert str(parameter.name).upper() in text
            continue
        for option in (*parameter.opts, *parameter.secondary_opts):
            assert f"`{option}" in text, f"{name} {option}"
        if isinstance(parameter.type, click.Choice):
            for choice in parameter.type.choices:
                assert f"`{choice}`" in text, f"{name} {parameter.opts[0]} {choice}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_docs_name_no_option_that_is_not_there(name: str) -> None:
    known = {option for p in parameters(name) for option in (*p.opts, *p.secondary_opts)} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section(name))) <= known


def test_the_docs_have_no_section_on_a_command_that_is_not_there() -> None:
    assert tuple(re.findall(r"^## `autograder ([\w-]+)`", DOCS.read_text(encoding="utf-8"), re.M)) == COMMANDS


def test_exit_codes_are_those_of_the_code() -> None:
    from autograder.errors import IsolationUnavailable, KitError

    table = dict(re.findall(r"^\| (\d+) \| (.*?) \|", DOCS.read_text(encoding="utf-8"), re.M))
    assert set(table) == {"0", "1", str(KitError.exit_code), str(IsolationUnavailable.exit_code), "130", "143"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_words(name: str) -> None:
    found = command(name)
    assert found.help
    for parameter in found.params:
        if isinstance(parameter, click.Option) and parameter.name not in ("jobs", "target"):
            assert parameter.help, f"{name} {parameter.opts[0]}"


OTTERS_PARTS = """\
import sys
from autograder import startup
startup.leave_out_otters_front()
import autograder.judge.answer_key
from otter.test_files import test_case
assert not {'pandas', 'nbconvert', 'ipywidgets', 'nbformat', 'IPython'} & set(sys.modules)
assert test_case.__module__ == 'otter.test_files.exception_test'
from otter.test_files import GradingResults, create_test_file, test_case as again
assert again is test_case and create_test_file.__module__ == 'otter.test_files' and 'nbformat' in sys.modules
from otter.generate import main
from otter.api import export_notebook
import otter
assert otter.Notebook.__name__ == 'Notebook' and otter.__version__ and not hasattr(otter, 'nothing')
print('MODULES', *sys.modules)
"""


def test_tests_are_read_without_otters_front_and_the_rest_of_otter_works() -> None:
    done, modules = loaded(OTTERS_PARTS)
    assert done.returncode == 0 and "pandas" in modules, done.stderr
