"""A whole world: made from a seed, rendered, with its variants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Protocol

from autograder.worlds.checking import problems
from autograder.worlds.counterfactuals import VariantPlan, plan_variants
from autograder.worlds.demanding import DemandingWriter
from autograder.worlds.facts import make_facts
from autograder.worlds.made import MadeWorld
from autograder.worlds.media import Placeholders, Progress, Studio, content_hash
from autograder.worlds.model import PassagePlan, QuestionPlan, State
from autograder.worlds.passages import PassageWriter
from autograder.worlds.questions import write_questions
from autograder.worlds.rendering import Rendered, outcome, render_passage

ATTEMPTS = 25
"""About four worlds in five have no problem."""


class FileMaker(Protocol):
    """Makes files: `media.Studio` or `media.Placeholders`."""

    def passage(self, plan: PassagePlan, rendered: Rendered) -> tuple[bytes, str]: ...

    def question(self, text: str, name: str, voice: int) -> tuple[bytes, str]: ...


def make_world(
    seed: str,
    media: bool = True,
    avoid: Collection[str] = (),
    progress: Progress = lambda _text: None,
    wording: str = "public",
    profile: str = "plain",
) -> MadeWorld:
    """Make a world from a seed, with its variants.

    A world that does not keep its word (see `checking`) is thrown away and drawn again, from a seed that follows from this
    one.

    Args:
        seed: any text. The same seed gives the same world, text for text, with and without media.
        media: whether to draw, speak, read and listen; otherwise files are placeholders with perfect transcripts.
        avoid: names that must not occur: `MadeWorld.names` of another world.
        progress: is told what is being made.
        profile: "plain", or "demanding": many things alike, described more often than named (see `profiles`).
        wording: "public", or "held-out": told and asked in sentences that no public world has (see `texts.LEXICONS`).

    Raises:
        KitError: if media are wanted and espeak-ng, tesseract or faster-whisper is missing.
        RuntimeError: if no world without problems was found, which would be a mistake in the wording tables.
    """
    found: list[str] = []
    for attempt in range(ATTEMPTS):
        world = _drawn(seed if attempt == 0 else f"{seed}\0{attempt}", avoid, wording, profile)
        found = problems(world)
        if not found:
            return _rendered(world, Studio(progress)) if media else world
    raise RuntimeError(f"{ATTEMPTS} worlds were drawn from the seed {seed!r}, and each has a problem: {found[0]}")


def _drawn(seed: str, avoid: Collection[str], wording: str, profile: str) -> MadeWorld:
    """A world with placeholders."""
    plan, maker = make_facts(seed, avoid, wording, profile)
    writer = PassageWriter if profile == "plain" else DemandingWriter
    where = writer(plan, maker).write()
    write_questions(plan, maker, where)
    variants = plan_variants(plan, maker)
    world = MadeWorld(plan, variants, [], [], {}, maker.names.taken - {name.lower() for name in avoid})
    return _rendered(world, Placeholders())


def _rendered(world: MadeWorld, studio: FileMaker) -> MadeWorld:
    """The same world with the files that ``studio`` makes."""
    plan = world.plan
    world = replace(world, passages=[], questions=[], variants={}, media={}, transcripts={})
    world.passages += [_passage_line(world, studio, passage, plan.state) for passage in plan.passages]
    world.questions += [_question_line(world, studio, question) for question in plan.questions]
    for name, variant in world.variant_plans.items():
        world.variants[name] = _variant(world, studio, name, variant)
    return world


def _passage_line(
    world: MadeWorld, studio: FileMaker, passage: PassagePlan, state: State, suffix: str = ""
) -> dict[str, Any]:
    rendered = render_passage(passage, world.plan, state)
    line = {
        "id": passage.id,
        "kind": passage.kind,
        "language": passage.language,
        "date": passage.date,
        "title": rendered.title,
    }
    if passage.kind == "text":
        return {**line, "text": rendered.text}
    name = f"{passage.id}{suffix}.{'wav' if passage.form == 'speech' else 'png'}"
    _keep(world, name, *studio.passage(passage, rendered))
    return {**line, "file": name, "said": rendered.text}


def _question_line(world: MadeWorld, studio: FileMaker, question: QuestionPlan) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": question.id,
        "type": question.type,
        "language": question.language,
        "text": question.text,
    }
    if question.spoken:
        line |= {"text": "", "recording": f"{question.id}.wav"}
        name = "" if question.described else world.plan.entities[question.about[0]].full(question.language)
        _keep(world, line["recording"], *studio.question(question.text, name, question.voice))
    if question.picture:
        line["image"] = f"{question.id}.png"
        rendered = render_passage(question.picture, world.plan, world.plan.state)
        _keep(world, line["image"], *studio.passage(question.picture, rendered))
    answers, relevance = outcome(question, world.plan, world.plan.passages, world.plan.state)
    return {**line, "answers": answers, "relevance": relevance}


def _variant(world: MadeWorld, studio: FileMaker, name: str, variant: VariantPlan) -> dict[str, Any]:
    plan = world.plan
    before = {passage.id: passage for passage in plan.passages}
    replaced, added = [], []
    for passage in variant.passages:
        if passage.id not in before:
            added.append(_passage_line(world, studio, passage, variant.state, f"_{name}"))
        elif render_passage(passage, plan, variant.state) != render_passage(passage, plan, plan.state):
            replaced.append(_passage_line(world, studio, passage, variant.state, f"_{name}"))
    kept = {passage.id for passage in variant.passages}
    questions = {}
    for question, line in zip(plan.questions, world.questions, strict=True):
        answers, relevance = outcome(question, plan, variant.passages, variant.state)
        changed = answers != line["answers"] or relevance != line["relevance"]
        if changed or question.id in variant.targets:
            questions[question.id] = {"answers": answers, "relevance": relevance}
    return {
        "replace": replaced,
        "remove": [name for name in before if name not in kept],
        "add": added,
        "questions": questions,
    }


def _keep(world: MadeWorld, name: str, content: bytes, transcript: str) -> None:
    world.media[name] = content
    world.transcripts[content_hash(content)] = transcript
