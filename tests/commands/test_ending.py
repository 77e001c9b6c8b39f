"""A command ends without taking all modules apart, and yet nothing that was asked for at the end is left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEFORE = """\
import atexit, sys, tempfile, threading
from autograder import startup
class TakenApart:
    def __del__(self):
        print('taken apart')
kept = TakenApart()
atexit.register(print, 'asked for')
print('printed', end=' ')
"""


def ended(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", BEFORE + program], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("code", [0, 1, 3, 130])
def test_what_was_printed_and_asked_for_is_done_and_no_more(code: int) -> None:
    done = ended(f"startup.leave({code})")
    assert (done.returncode, done.stdout, done.stderr) == (code, "printed asked for\n", "")


def test_what_another_thread_does_is_waited_for() -> None:
    done = ended(
        "import time\nthreading.Thread(target=lambda: (time.sleep(0.5), print('thread'))).start()\nstartup.leave(2)"
    )
    assert done.returncode == 2 and done.stdout.startswith("printed thread\nasked for\n")


def test_folders_that_would_go_at_the_end_are_gone() -> None:
    done = ended("print(); folder = tempfile.TemporaryDirectory(); print(folder.name)\nstartup.leave(0)")
    assert done.returncode == 0
    assert not Path(done.stdout.split()[1]).exists()


def test_output_that_nobody_takes_ends_as_python_ends_it() -> None:
    done = ended("sys.stdout.close(); startup.leave(4)")
    assert done.returncode == 4
