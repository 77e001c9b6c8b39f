"""What a second reader says of each pair of a wrong solution and a case that it fails: is the case's message true of it?

Kept beside the wrong solutions in ``wrong/verdicts.tsv``, one pair a line: the verdict (``true``, ``false``, or ``?``
while nobody has read it), the solution, a digest of its code, the case, and the message that was read. A verdict counts
only while code and message are those that were read.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.variants import Variant
from autograder.errors import KitError
from autograder.places import at, read_author_text

NAME = "verdicts.tsv"
TRUE, FALSE, UNREAD = "true", "false", "?"
_COLUMNS = ("verdict", "wrong solution", "its code", "case", "message")


@dataclass(frozen=True)
class Pair:
    """A wrong solution, a case that it must fail, and what the case then says."""

    variant: str
    code: str
    case: str
    message: str


def pair(variant: Variant, case: str, message: str) -> Pair:
    """The pair as it is now."""
    tree = ast.parse(variant.source)
    if tree.body and isinstance(tree.body[0], ast.Expr):
        tree.body[0] = ast.Pass()  # the docstring is not what the message is about
    digest = hashlib.sha256(ast.dump(tree).encode()).hexdigest()[:12]
    return Pair(variant.name, digest, case, " ".join(message.split()))


def read_verdicts(folder: Path) -> dict[Pair, str]:
    """The verdicts of an assignment's ``wrong/``; none where the file is missing.

    Raises:
        KitError: if a line is not one of this file's.
    """
    path = folder / NAME
    if not path.exists():
        return {}
    found: dict[Pair, str] = {}
    for number, line in enumerate(read_author_text(path).splitlines(), start=1):
        if number == 1 or not line.strip():
            continue
        parts = line.split("\t")
        if len(parts) != len(_COLUMNS) or parts[0] not in (TRUE, FALSE, UNREAD):
            raise KitError(
                "{place}: a line has {count} columns, and the first is {true}, {false} or {unread}.",
                "Let `autograder verify --unread` write the line, and replace its question mark.",
                place=at(path, number),
                count=len(_COLUMNS),
                true=TRUE,
                false=FALSE,
                unread=UNREAD,
            )
        found[Pair(*parts[1:])] = parts[0]
    return found


def write_unread(folder: Path, pairs: Iterable[Pair]) -> int:
    """Write the file anew: a line for each pair, with its verdict where there is one. How many there are to be read.

    Verdicts on what is no longer there are left out.
    """
    known = read_verdicts(folder)
    wanted = sorted(set(pairs), key=lambda one: (one.variant, one.case))
    lines = ["\t".join(_COLUMNS)]
    lines += ["\t".join((known.get(one, UNREAD), one.variant, one.code, one.case, one.message)) for one in wanted]
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sum(known.get(one, UNREAD) == UNREAD for one in wanted)
