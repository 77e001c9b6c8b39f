"""A random token stands for a hidden test; a student's code looks for it everywhere. Two controls must find it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import PROBE, Bench, Victim, question
from secrecy import Token

from autograder.isolation.levels import Level, probe

KIT = Path(__file__).resolve().parent.parent / "fixtures" / "engine_kit"
ENOUGH = 50 << 20
"""Bytes of memory that a scan must have read to mean anything: Python and torch alone are more."""


@pytest.fixture(scope="module")
def token() -> Token:
    return Token()


@pytest.fixture(scope="module")
def secret_bench(token: Token, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A kit whose hidden tests and whose solution hold the token; this process has read them before the sandbox starts."""
    kit = tmp_path_factory.mktemp("kit") / "engine_kit"
    shutil.copytree(KIT, kit)
    with (kit / "autograder/tests/10_probe/total.py").open("a") as file:
        file.write(f'\n\nTOKEN = "{token.text}"\n')
    test = kit / "autograder/tests/10_probe/centre.py"
    test.write_text(test.read_text() + f'\n\ndef oracle(rows):\n    return "{token.text}"\n')
    with Bench(kit, Victim(kit, 0, []), "", "10_probe", PROBE) as made:
        assert made.answer_key.tests["total"].namespace["TOKEN"] == token.text
        yield made


def scanned(bench: Bench, level: Level, token: Token, files: bool) -> str:
    """What a scan finds that runs inside a function, after all cases that came before: "memory …, files …"."""
    source = token.scan() + textwrap.dedent(
        f"""
        report = []
        def average(numbers):
            if not report:
                report.append((scan_memory(), scan_files() if {files} else (0, 0)))
            raise LookupError(f"{{report[0]}}")
        """
    )
    with bench.limits(cell_seconds=120.0, question_seconds=120.0, submission_seconds=300.0):
        result = bench.grade(level, last=source)
    return question(result, "average").cases[0].output.partition("LookupError: ")[2]


def parsed(report: str) -> tuple[int, int, int, int]:
    memory, hits, files, hits_in_files = map(int, report.replace("(", "").replace(")", "").split(","))
    return memory, hits, files, hits_in_files


@pytest.mark.slow
@pytest.mark.parametrize("level", [pytest.param(one, id=one.label) for one in (Level.NAMESPACES, Level.PROCESS)])
def test_the_token_is_nowhere(secret_bench: Bench, token: Token, level: Level) -> None:
    """At `process` level the tests' files can be read, which is not promised; the memory holds nothing there either."""
    if not probe(level).works:
        pytest.skip(f"{level.label}: {probe(level).why_not}")
    memory, hits, files, hits_in_files = parsed(scanned(secret_bench, level, token, level is Level.NAMESPACES))
    assert memory > ENOUGH
    assert hits == 0 and hits_in_files == 0
    assert files > 0 or level is Level.PROCESS


@pytest.mark.slow
def test_control_a_token_that_is_passed_as_an_argument_is_found(secret_bench: Bench, token: Token) -> None:
    level = next(one for one in (Level.NAMESPACES, Level.PROCESS) if probe(one).works)
    tests = secret_bench.answer_key.tests["average"]
    case = next(case for case in tests.cases if not case.hidden)
    true_function = case.function

    def passes_the_token(average):  # type: ignore[no-untyped-def]
        average([token.text])

    object.__setattr__(case, "function", passes_the_token)
    try:
        memory, hits, _, _ = parsed(scanned(secret_bench, level, token, False))
    finally:
        object.__setattr__(case, "function", true_function)
    assert memory > ENOUGH and hits > 0


@pytest.mark.slow
def test_control_a_child_of_a_process_that_has_read_the_token_finds_it(token: Token, tmp_path: Path) -> None:
    """Were the child forked from the judge, no sandbox would help: this one has neither files nor wire to read from."""
    (tmp_path / "test.py").write_text(f'TOKEN = "{token.text}"')
    (tmp_path / "scan.py").write_text(token.scan())
    script = f"""
import os, runpy
scan = open({str(tmp_path / "scan.py")!r}).read()
names = runpy.run_path({str(tmp_path / "test.py")!r})  # the judge reads a test
os.unlink({str(tmp_path / "test.py")!r})
if os.fork() == 0:
    own = {{}}
    exec(scan, own)
    print(own["scan_memory"](), flush=True)
    os._exit(0)
os.wait()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=True)
    read, hits = map(int, done.stdout.strip("()\n").split(","))
    assert read > 1 << 20 and hits > 0
    assert os.listdir(tmp_path) == ["scan.py"]  # noqa: PTH208
