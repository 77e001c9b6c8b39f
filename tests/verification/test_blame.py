"""What a wrong variant declares is held against what it costs; no sandbox is needed for that."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tiny_kit import KitCopy

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.variants import Variant, load_variants
from autograder.errors import KitError
from autograder.verification.blame import Cost, check_blame, figures, with_fails
from autograder.verification.scope import Scope
from autograder.verification.verdicts import NAME, pair, read_verdicts, write_unread
from autograder.verification.verify import declared_pairs, outlines

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = "solutions/07_tiny/wrong/columns.py"
VARIANT = Variant(Path("x.py"), "x", "wrong", ("softmax",), "X", "A hint.", "", fails=("test_a",))


@pytest.mark.parametrize(
    ("variant", "cost", "words"),
    [
        ({}, Cost(("test_a",), 0.3, False), []),
        ({}, Cost(("test_a", "test_b"), 0.3, False), ["also fails test_b"]),
        ({"fails": ("test_a", "test_b")}, Cost(("test_b",), 0.3, False), ["does not fail test_a"]),
        ({"fails": None}, Cost(("test_b",), 0.9, False), []),
        ({}, Cost(("test_a",), 0.5, False), []),
        ({}, Cost(("test_a",), 0.51, False), ["loses 51% of the exercise, more than half"]),
        ({"defeats": "The point."}, Cost(("test_a",), 0.51, False), []),
        ({"defeats": "The point."}, Cost(("test_a",), 0.5, False), ["says in DEFEATS"]),
        ({}, Cost(("test_a",), 0.1, False), []),
        ({}, Cost(("test_a",), 0.09, False), ["less than a tenth"]),
        ({"edge": True}, Cost(("test_a",), 0.09, False), []),
        ({"edge": True}, Cost(("test_a",), 0.1, False), ["says EDGE"]),
        ({"headline": True}, Cost(("test_a",), 0.3, True), []),
        ({"headline": True}, Cost(("test_a",), 0.3, False), ["headline mistake"]),
    ],
)
def test_declarations(variant: dict, cost: Cost, words: list[str]) -> None:
    found = check_blame(dataclasses.replace(VARIANT, **variant), cost, [])
    assert len(found) == len(words) and all(word in text for word, text in zip(words, found, strict=True))


def test_what_fails_elsewhere_must_be_declared() -> None:
    assert check_blame(VARIANT, Cost(("test_a",), 0.3, False), ["attention.test_c"])
    declared = dataclasses.replace(VARIANT, fails=("test_a", "attention.test_c"))
    assert check_blame(declared, Cost(("test_a",), 0.3, False), ["attention.test_c"]) == []
    assert check_blame(declared, Cost(("test_a",), 0.3, False), [])


def test_figures() -> None:
    found = figures([Cost(("a", "b", "c"), 0.6, True), Cost(("a",), 0.5, False)])
    assert found is not None
    assert (found.wrong, found.mean, found.most, found.over_half, found.public) == (2, 2.0, 3, 0.5, 0.5)
    assert figures([]) is None


def test_declarations_are_not_run_and_lines_stay(kit_copy: KitCopy) -> None:
    before = load_variants(find_assignment("07_tiny", kit_copy.root))[0]
    lines = 'FAILS = (\n    "test_shape",\n    "test_story",\n)\nHEADLINE = True\nEDGE = True\nDEFEATS = "Why."\n'
    kit_copy.edit(COLUMNS, "import numpy as np\n", lines + "import numpy as np\n")
    variant = load_variants(find_assignment("07_tiny", kit_copy.root))[0]
    assert variant.fails == ("test_shape", "test_story") and variant.headline and variant.edge
    assert variant.defeats == "Why." and not before.headline and before.fails is None
    assert variant.source.replace("\n" * 8, "\n") == before.source
    text = (kit_copy.root / COLUMNS).read_text(encoding="utf-8")
    for number, line in enumerate(variant.source.split("\n")):
        assert line in ("", text.split("\n")[number])


def test_a_right_solution_declares_nothing(kit_copy: KitCopy) -> None:
    kit_copy.edit("solutions/07_tiny/right/loops.py", "\ndef ", "\nEDGE = True\n\n\ndef ")
    with pytest.raises(KitError, match="declares EDGE"):
        load_variants(find_assignment("07_tiny", kit_copy.root))


def test_fails_written_is_fails_read(kit_copy: KitCopy) -> None:
    path = kit_copy.root / COLUMNS
    original = path.read_text(encoding="utf-8")
    for failed in (
        ("test_shape",),
        ("test_shape", "test_story"),
        tuple(f"test_of_a_rather_long_name_{i}" for i in range(9)),
    ):
        path.write_text(with_fails(original, failed), encoding="utf-8")
        assert load_variants(find_assignment("07_tiny", kit_copy.root))[0].fails == failed
        assert max(map(len, path.read_text(encoding="utf-8").split("\n"))) <= 120


def test_a_verdict_counts_while_code_and_message_are_those_that_were_read(kit_copy: KitCopy) -> None:
    kit_copy.edit(COLUMNS, "import numpy as np\n", 'FAILS = ("test_shape", "test_story")\nimport numpy as np\n')
    folder = kit_copy.root / "solutions/07_tiny/wrong"
    pairs = declared_pairs(find_assignment("07_tiny", kit_copy.root))
    assert [one.case for one in pairs] == ["test_shape", "test_story"]
    assert pairs[0].message == "The result should have the shape of the input."
    assert write_unread(folder, pairs) == 2 and set(read_verdicts(folder).values()) == {"?"}
    text = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_text(text.replace("?", "false", 1).replace("?", "true", 1), encoding="utf-8")
    assert [read_verdicts(folder)[one] for one in pairs] == ["false", "true"]
    assert write_unread(folder, pairs) == 0  # what was read stays
    other = dataclasses.replace(pairs[0], message="Something else.")
    assert write_unread(folder, [other, pairs[1]]) == 1 and pairs[0] not in read_verdicts(folder)
    (folder / NAME).write_text("head\nperhaps\tcolumns\n", encoding="utf-8")
    with pytest.raises(KitError, match=r"verdicts\.tsv:2"):
        read_verdicts(folder)


def test_the_docstring_is_no_part_of_what_was_judged() -> None:
    one = dataclasses.replace(VARIANT, source='"""X.\n\nA hint.\n"""\n\n\ndef f():\n    return 1\n')
    other = dataclasses.replace(VARIANT, source='"""X.\n\nA better hint.\n"""\n\ndef f():\n    return 1\n')
    third = dataclasses.replace(VARIANT, source='"""X.\n\nA hint.\n"""\n\n\ndef f():\n    return 2\n')
    assert pair(one, "test_a", "m") == pair(other, "test_a", "m") != pair(third, "test_a", "m")


def test_what_a_variant_can_touch() -> None:
    assignment = find_assignment("03_attention", ROOT)
    scope = Scope(assignment, outlines(assignment))
    softmax = dataclasses.replace(VARIANT, source="import torch\n\n\ndef softmax(x, dim=-1):\n    return x\n")
    builds_on_it = ("softmax", "scaled_dot_product_attention", "SelfAttention", "CrossAttention")
    assert scope.touched(softmax) == builds_on_it  # not all that use torch: it is the same torch
    assert scope.needs("SelfAttention")[:2] == ("similarity_scores", "softmax") and scope.needs("softmax") == (
        "softmax",
    )
    other_torch = dataclasses.replace(softmax, source=softmax.source.replace("import torch", "import numpy as torch"))
    assert len(scope.touched(other_torch)) > len(builds_on_it)
    patches = dataclasses.replace(softmax, source=softmax.source + "\n\ntorch.set_default_dtype(torch.float64)\n")
    assert len(scope.touched(patches)) == len(assignment.exercises)
