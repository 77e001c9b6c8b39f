"""Where the attacks are run besides this machine's own root, and the row that each place has in docs/isolation.md."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
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


TABLES = (
    ("test_attack_table.py", "(test_attack and -{level}) or up_to_date"),
    ("test_more_attacks.py", "(test_attack and not at_each_level) or -{level} or up_to_date"),
)
"""Of each table of docs/isolation.md the file that runs it, and what of it concerns a level: both compare with the document what came out."""


def attacked(root: GradescopeRoot, place: Place, kit: Path, table: int) -> subprocess.CompletedProcess[str]:
    """Run the attacks of a table (0 or 1) there, at the strongest level; what comes out is compared with docs/isolation.md by the tests themselves."""
    file, chosen = TABLES[table]
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
    program += [f"/kit/tests/engine/{file}", "-k", chosen.format(level=place.level)]
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


def stated(place: Place, page: str) -> Sequence[int]:
    """How many attacks of the first table and of the second the document says were tried at a place, and ended as there."""
    head = rf"^\| {re.escape(place.name)} \| `{place.level}` \|"
    row = re.search(head + r" (\d+) \| (\d+) \| as in the tables above \|$", page, re.M)
    assert row is not None, place.name
    return [int(number) for number in row.groups()]
