"""Nothing of an assignment draws numbers that nobody can draw again.

A wrong solution that asks the operating system for its random numbers does something else at each run, and so do its feedback and the
verification. What a student does that way, a variant can do with the common generator, which the judge seeds. Read off the text.
"""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.messages import Message
from autograder.places import at, read_author_text

_SYSTEM = frozenset(
    ["random.SystemRandom", "os.urandom", "os.getrandom", "uuid.uuid1", "uuid.uuid4", "torch.seed", "torch.random.seed"]
)
_UNLESS_SEEDED = frozenset(
    [
        "random.Random",
        "random.seed",
        "numpy.random.default_rng",
        "numpy.random.RandomState",
        "numpy.random.SeedSequence",
        "numpy.random.seed",
        "torch.cuda.seed",
    ]
)
_USUAL = {"np": "numpy"}
"""What the set-up cells of the notebooks call it."""


def unseeded(path: Path) -> list[str]:
    """Where a file makes a generator without a seed, or asks the operating system for numbers: place and call.

    Raises:
        KitError: if the file cannot be read.
    """
    tree = ast.parse(read_author_text(path))
    names = _imported(tree)
    return [
        Message(
            "{place}: {call} draws other numbers at each run, and nobody can draw them again; give the generator a seed, or "
            "draw from the common one, which the judge seeds",
            place=at(path, call.lineno),
            call=ast.unparse(call),
        )
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _is_unseeded(call, names)
    ]


def _is_unseeded(call: ast.Call, names: dict[str, str]) -> bool:
    first, *rest = ast.unparse(call.func).split(".")
    name = ".".join([names.get(first, first), *rest])
    seeds = [*call.args, *(word.value for word in call.keywords)]
    without = all(isinstance(seed, ast.Constant) and seed.value is None for seed in seeds)
    return (
        name in _SYSTEM
        or name.startswith("secrets.")
        or (without and (name in _UNLESS_SEEDED or (isinstance(call.func, ast.Attribute) and call.func.attr == "seed")))
    )


def _imported(tree: ast.Module) -> dict[str, str]:
    """What a file's names stand for, as far as it imports them."""
    names = dict(_USUAL)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.asname: one.name for one in node.names if one.asname}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return names
