"""No test draws its data from the generator that the student's code draws from.

The judge seeds both sides of a case alike, so a test that draws without a generator of its own draws what a right answer
draws too, and what should be independent is not. This is read off the text; :mod:`autograder.verification.handed_seeds` looks
for seeds that a test uses and passes on.
"""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.messages import Message
from autograder.places import at, read_author_text

_TORCH = frozenset(
    [
        "rand",
        "randn",
        "randint",
        "randperm",
        "normal",
        "bernoulli",
        "multinomial",
        "rand_like",
        "randn_like",
        "randint_like",
        "poisson",
    ]
)
_NUMPY_SAFE = frozenset(["default_rng", "Generator", "RandomState", "SeedSequence", "PCG64", "Philox", "MT19937"])
_SEEDS = frozenset({"torch.manual_seed", "np.random.seed", "numpy.random.seed", "random.seed"})
_RANDOM_SAFE = frozenset({"Random", "SystemRandom"})


def global_draws(path: Path) -> list[str]:
    """Where a test file draws data from a global generator: place and call.

    Probes are left out, which run on the student's side, and functions that seed the generator themselves.

    Raises:
        KitError: if the file cannot be read.
    """
    found: list[ast.Call] = []
    for statement in ast.parse(read_author_text(path)).body:
        is_probe = isinstance(statement, ast.FunctionDef) and statement.name.startswith("probe_")
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
        if not is_probe and not any(ast.unparse(call.func) in _SEEDS for call in calls):
            found += filter(_is_global_draw, calls)
    return [
        Message(
            "{place}: {call}(…) draws from the generator that the student's code draws from too; give it one of its own, "
            "with a seed that is not passed on",
            place=at(path, call.lineno),
            call=ast.unparse(call.func),
        )
        for call in found
    ]


def _is_global_draw(call: ast.Call) -> bool:
    match ast.unparse(call.func).split("."):
        case ["torch", name]:
            return name in _TORCH and not any(word.arg == "generator" for word in call.keywords)
        case ["np" | "numpy", "random", name]:
            return name not in _NUMPY_SAFE
        case ["random", name]:
            return name not in _RANDOM_SAFE
    return False
