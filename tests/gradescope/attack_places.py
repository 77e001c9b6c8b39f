"""Where the attacks are run besides this machine's own root, and the row that each place has in docs/isolation.md."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gradescope_root import GradescopeRoot

from autograder.isolation import jail

USER = 61_234
"""Nobody's account."""


@dataclass(frozen=True)
class Place:
    """``level`` is the strongest that the place leaves; ``user`` is who grades there."""

    name: str
    level: str
    user: int = 0


PLACES_TRIED = (
    Place("Gradescope's root, what Docker leaves", "landlock"),
    Place("Gradescope's root, no Landlock either", "process"),
    Place("an unprivileged user, user namespaces allowed", "namespaces", USER),
    Place("an unprivileged user, user namespaces refused", "landlock", USER),
)


def attacked(root: GradescopeRoot, place: Place, kit: Path) -> subprocess.CompletedProcess[str]:
    """Run the attacks of the strongest level there; what comes out is compared with docs/isolation.md by the tests themselves."""
    tests = "/kit/tests/engine/test_attack_table.py"
    program = [
        "/autograder/venv/bin/python",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n0",
        "--basetemp=/tmp/attacks",
    ]
    program += [tests, "-k", f"(test_attack and -{place.level}) or up_to_date"]
    if place.user:
        program = ["setpriv", f"--reuid={place.user}", f"--regid={place.user}", "--clear-groups", *program]
    environment = ("PYTHONPATH=/kit", "HOME=/tmp", f"XDG_CACHE_HOME={_cache(root.folder)}")
    return root.run("env", *environment, *program, shown={"/kit": kit}, timeout=1700, whole_proc=bool(place.user))


def _cache(folder: Path) -> str:
    """A cache in the container that holds this machine's list of fonts already, and where it is seen: making it takes seconds."""
    fonts = jail.matplotlib_cache()
    copy = folder / "cache" / fonts.parent.name / fonts.name
    shutil.copytree(fonts, copy)
    for path in (copy.parents[1], copy.parent, copy, *copy.iterdir()):
        path.chmod(0o777)
    return "/autograder/cache"


def row_of(place: Place, passed: int) -> str:
    """The place's row: the last of the tests compares, and is no attack."""
    return f"| {place.name} | `{place.level}` | {passed - 1} | as in the table above |"
