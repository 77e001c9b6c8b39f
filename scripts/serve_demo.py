"""What `make serve-demo` runs: the people of the sample course, assignment 3 without dates, and links to try it with."""

from __future__ import annotations

import contextlib
import shutil
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COURSE = ROOT / "build" / "serve-demo"
PORT = 8010
DAYS = 30
TOML = """\
title = "A course to try"
time_zone = "UTC"

[assignment.03_attention]
title = "3 Attention"
counts = "best"
"""


def main() -> int:
    """Make the course anew, print its links, and serve it until Ctrl-C."""
    from autograder.server.running import run  # here: graders import this file too, and what it imports
    from autograder.server.site import tokens_of

    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", PORT)) == 0:  # before its course is removed
            print(f"Something is served at port {PORT} already: end it first.", file=sys.stderr)
            return 2
    shutil.rmtree(COURSE, ignore_errors=True)
    COURSE.mkdir(parents=True)
    course = COURSE / "course.toml"
    course.write_text(TOML, encoding="utf-8")
    shutil.copyfile(ROOT / "datasets" / "sample_course" / "people.csv", COURSE / "people.csv")
    with tokens_of(course, None) as tokens:
        student, staff = tokens.make("u1", DAYS), tokens.make("Staff", DAYS, staff=True)
    print(f"A student's page:  http://127.0.0.1:{PORT}/enter/{student}")
    print("  hand in a notebook of datasets/sample_class/03_attention there, or run the last cell of")
    print("  assignments/03_attention/03_attention.ipynb as grader.hand_in(link=True), and give it that link")
    print(f"Staff's page:      http://127.0.0.1:{PORT}/enter/{staff}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        run(
            course, ROOT, host="127.0.0.1", port=PORT, address=None, database=None, jobs=None, isolation="best",
            required=None,
        )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
