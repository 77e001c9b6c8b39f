"""`pip install`, of which the terminal sees how far it is, and a file all that pip says. Run by the Makefile.

    python scripts/install_packages.py LOG ARGUMENT...

Warnings of how this machine's pip is set up are the machine's own, and may be hundreds; they are in the file. Where pip
fails, the end of what it said is shown. The exit code is pip's.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import deque
from pathlib import Path

EVERY = 10.0
"""Seconds between two words on how far it is."""
SHOWN = 15
"""Lines of a failure."""
NOISE = ("WARNING: ", "DEPRECATION: ", "[notice]")


def install(log: Path, arguments: list[str]) -> int:
    """Run pip; what it says is added to ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-color",  # what is noise is told by how its line begins
        "--progress-bar",
        "off",
        *arguments,
    ]
    last: deque[str] = deque(maxlen=SHOWN)
    collected, said = 0, time.monotonic()
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
        ) as pip,
    ):
        assert pip.stdout is not None
        for line in pip.stdout:
            file.write(line)
            if not line.startswith(NOISE):
                last.append(line)
            collected += line.startswith("Collecting ")
            if line.startswith("Installing collected packages: "):
                print(f"  unpacking {line.count(',') + 1} packages", flush=True)
            elif collected and time.monotonic() > said + EVERY:
                said = time.monotonic()
                print(f"  {collected} packages found", flush=True)
    if pip.returncode:
        print("".join(last), end="", file=sys.stderr)
        print(f"pip ended with exit code {pip.returncode}; all that it said: {log}", file=sys.stderr)
    return pip.returncode


if __name__ == "__main__":
    sys.exit(install(Path(sys.argv[1]), sys.argv[2:]))
