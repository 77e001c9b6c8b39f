"""Plans become texts, posters' lines, charts' bars and what is said aloud; and questions their gold answers."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.worlds.kinds import ROLES, units
from autograder.worlds.model import Key, PassagePlan, Plan, QuestionPlan, State
from autograder.worlds.phrasing import render
from autograder.worlds.values import Value, accepted, value_text

ANSWER, STEP, SUBJECT = 3, 2, 1
"""Grades of relevance."""


@dataclass(frozen=True)
class Rendered:
    """A passage in words.

    Args:
        text: what it says: of a text the text, of a picture or a recording what really stands there.
        lines: of a poster its title and the lines below; of a chart its title.
        bars: of a chart, label and number.
        facts: the values that it states, as written. name: of what a picture or a recording is about.
    """

    title: str
    text: str
    lines: tuple[str, ...] = ()
    bars: tuple[tuple[str, int], ...] = ()
    facts: tuple[str, ...] = ()
    name: str = ""


def render_passage(passage: PassagePlan, plan: Plan, state: State) -> Rendered:
    """A passage with the facts of ``state``."""
    language, roles = passage.language, ROLES[passage.language]
    facts = tuple(value_text(state[key], language, plan.writing) for key in passage.facts())
    title = render(passage.heading, language, plan, state, roles)
    if passage.form == "chart":
        heading = render(passage.sentences[0], language, plan, state, roles)
        bars = tuple((_month(key, language, plan), int(state[key].data)) for key in passage.sentences[1].facts())
        said = [heading, *(f"{label}: {number} {passage.unit}" for label, number in bars)]
        return Rendered(title, "\n".join(said), (heading,), bars, facts, heading)
    sentences = tuple(render(sentence, language, plan, state, roles) for sentence in passage.sentences)
    if passage.form == "poster":
        return Rendered(title, "\n".join(sentences), sentences, facts=facts, name=sentences[0])
    name = "".join(plan.entities[subject].full(language) for subject in passage.subjects()) if facts else ""
    return Rendered(title, " ".join(sentences), facts=facts, name=name if passage.form == "speech" else "")


def _month(key: Key, language: str, plan: Plan) -> str:
    return value_text(Value("month", int(key[1].split(":")[1])), language, plan.writing)


def outcome(
    question: QuestionPlan, plan: Plan, passages: list[PassagePlan], state: State
) -> tuple[list[str], dict[str, int]]:
    """The accepted answers of a question and the relevance of passages, given what the passages say.

    Returns:
        The answers, the preferred one first, none if the passages do not say; the grades of all passages that have one.
    """
    steps, key, value = _solved(question, state)
    needed = [*steps, key] if key else []
    said = {name for passage in passages for name in passage.facts()}
    known = bool(needed) and all(name in said for name in needed)
    subjects = set(question.about) | {name[0] for name in needed}
    relevance: dict[str, int] = {}
    for passage in passages:
        keys = set(passage.facts())
        if known and key in keys:
            grade = ANSWER
        elif known and (keys & set(steps) or any((name, f"old {relation}") in keys for name, relation in needed)):
            grade = STEP
        elif passage.subjects() & subjects:
            grade = SUBJECT
        else:
            continue
        relevance[passage.id] = grade
    if not known or key is None or value is None:
        return [], relevance
    return accepted(
        value, question.language, plan.writing, units(plan.entities[key[0]].kind, key[1], question.language)
    ), relevance


def _solved(question: QuestionPlan, state: State) -> tuple[list[Key], Key | None, Value | None]:
    """The facts that lead to the answer, the fact that answers, and the answer."""
    described = list(question.described)
    if question.among:
        choose = max if question.best == "max" else min
        winner = choose(question.among, key=lambda name: state[name].data)
        losers = [name for name in question.among if name != winner]
        if winner[1].startswith("visitors:"):
            return described + losers, winner, Value("month", int(winner[1].split(":")[1]))
        return described + losers, winner, Value("entity", winner[0])
    if question.answer is None:
        return [], None, None
    if question.through:
        middle = state[question.through].data
        key = (middle, question.answer[1])
        return [*described, question.through], key, state.get(key)
    return described, question.answer, state[question.answer]
