"""The assignment's given files as a submission finds them."""

from __future__ import annotations

from bench import Bench

from autograder.isolation.levels import Level


def test_their_modules_are_compiled_already(real_bench: Bench, strongest: Level) -> None:
    first = "import os\nimport attention_pictures\ncompiled = os.path.isfile(attention_pictures.__cached__)"
    right = real_bench.target.returning(f"{real_bench.target.right} if compiled else None")
    result = real_bench.grade(strongest, first=first, answer=right)
    assert result.score == result.max_score, "every submission compiles them anew"
