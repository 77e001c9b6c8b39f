"""A world that has been made: the lines of its files, and the plans that they were rendered from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from autograder.worlds.counterfactuals import VariantPlan
from autograder.worlds.model import Plan


@dataclass
class MadeWorld:
    """A world as it will be written.

    Args:
        passages, questions: the lines of passages.jsonl and questions.jsonl.
        media: file name -> content. transcripts: content hash -> what an engine read or heard.
        variants: the content of variants.json.
        names: all names of the world in English, lower case; for `make_world(..., avoid=...)` of another one.
        plan, variant_plans: what it was rendered from.
    """

    plan: Plan
    variant_plans: dict[str, VariantPlan]
    passages: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    variants: dict[str, dict[str, Any]]
    names: set[str]
    media: dict[str, bytes] = field(default_factory=dict)
    transcripts: dict[str, str] = field(default_factory=dict)
