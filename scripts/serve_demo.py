"""What `make serve-demo` runs: the people of the sample course, assignment 3 without dates, and links to try it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COURSE = ROOT / "build" / "serve-demo"
PORT = "8010"
TOML = """\
title = "A course to try"
time_zone = "UTC"

[assignment.03_attention]
title = "3 Attention"
counts = "best"
"""


def main() -> int:
    """Make the course anew, print its links, and serve it until Ctrl-C."""
    shutil.rmtree(COURSE, ignore_errors=True)
    COURSE.mkdir(parents=True)
    (COURSE / "course.toml").write_text(TOML, encoding="utf-8")
    shutil.copyfile(ROOT / "datasets" / "sample_course" / "people.csv", COURSE / "people.csv")
    command = [sys.executable, "-m", "autograder"]
    address = ["--address", f"http://127.0.0.1:{PORT}"]
    links = [*command, "course", "tokens", "--course", str(COURSE), *address]
    print("A student's page, for hand-ins as those in datasets/sample_class/03_attention:", flush=True)
    subprocess.run([*links, "--for", "u1"], check=True, cwd=ROOT)
    print("Staff's page:", flush=True)
    subprocess.run([*links, "--staff", "Staff"], check=True, cwd=ROOT)
    try:
        serve = [*command, "serve", str(COURSE), "--port", PORT, "--isolation", "best"]
        return subprocess.run(serve, check=False, cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
