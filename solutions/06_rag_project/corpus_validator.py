"""Checks a corpus of your own before you build on it: enough questions of each kind, gold that holds, and no leakage.

    python corpus_validator.py my_corpus        prints what is wrong; exit status 0: nothing, 1: something, 2: unreadable

Or in a notebook: `for problem in validate(load_world("my_corpus")): print(problem)`.
"""

import argparse
import datetime
import io
import re
import sys
import wave
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from rag_contract import ContractError, Gold, Passage, Query, World, content_hash, load_world
from rag_matching import stands_in, tokens

QUESTIONS, UNANSWERABLE, PER_MODALITY = 40, 10, 5
TYPES = {"fact", "comparison", "two_hop", "date", "fresh", "image", "audio", "shown", "spoken", "unanswerable"}
LETTERS = {"en": re.compile("[A-Za-z]"), "he": re.compile("[א-ת]")}
"""A letter of each of the languages that the worlds are in; of another language any letter will do."""
_NAMES = {"image": "picture", "audio": "recording"}
LONGEST_RECORDING = 120
"""Seconds; see the table of word error rates in the kit's docs (rag_project.md)."""
LOWEST_LINE = 12
"""Pixels of a picture's height for each line that it says: type of 10 pixels is the smallest that was read well, likewise."""
_LONG_ENOUGH = 4
"""Words from which a question that stands in a passage has been copied there, and does not just occur in it."""


class Problem(NamedTuple):
    """One thing to mend."""

    where: str
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.advice}"


def validate(world: World) -> list[Problem]:
    """Everything that is wrong with a world, in the order of its files; empty if it may be used."""
    checks = (_counts, _ids, _passages, _queries, _media, _gold, _answers, _copied_questions, _twins)
    return [problem for check in checks for problem in check(world)]


def _counts(world: World) -> Iterator[Problem]:
    gold = [world["gold"][query["id"]] for query in world["queries"]]
    unanswerable = sum(not one["answers"] for one in gold)
    if len(gold) < QUESTIONS:
        yield Problem("questions", f"there are {len(gold)}.", f"Write at least {QUESTIONS}.")
    if unanswerable < UNANSWERABLE:
        advice = f"Write at least {UNANSWERABLE}, about things of which your corpus does speak."
        yield Problem("questions", f"{unanswerable} cannot be answered from the corpus.", advice)
    for kind, number in _needs(world).items():
        if number < PER_MODALITY:
            advice = f"Write at least {PER_MODALITY} whose answer stands in no other kind of passage"
            advice += "." if kind == "text" else f", or whose question has a {_NAMES[kind]} of its own."
            yield Problem("questions", f"{number} need a passage of kind {kind!r}.", advice)


def _needs(world: World) -> dict[str, int]:
    """How many answerable questions need each kind: their answer stands in no other, or they come with a file of it."""
    kinds = {passage["id"]: passage["kind"] for passage in world["corpus"]["passages"]}
    number = {"text": 0, "image": 0, "audio": 0}
    for query in world["queries"]:
        gold = world["gold"][query["id"]]
        holding = {kinds.get(id) for id, grade in gold["relevance"].items() if grade == 3}
        if gold["answers"]:
            for kind, own in (("text", b""), ("image", query["image"]), ("audio", query["recording"])):
                number[kind] += holding == {kind} or bool(own)
    return number


def _ids(world: World) -> Iterator[Problem]:
    for name, things in (("passages", world["corpus"]["passages"]), ("questions", world["queries"])):
        for id, number in Counter(one["id"] for one in things).items():
            if number > 1 or not id:
                yield Problem(name, f"the id {id!r} is there {number} times.", "Give each its own, not empty.")


def _passages(world: World) -> Iterator[Problem]:
    for passage in world["corpus"]["passages"]:
        where = f"passage {passage['id']}"
        if passage["kind"] not in ("text", "image", "audio"):
            yield Problem(where, f"its kind is {passage['kind']!r}.", 'Write "text", "image" or "audio".')
        if not _is_date(passage["date"]):
            yield Problem(where, f"its date is {passage['date']!r}.", "Write it like 2031-04-17.")
        if not _says(passage, world).strip():
            missing = "text" if passage["kind"] == "text" else 'content; "said" is missing or empty'
            yield Problem(where, f"it has no {missing}.", "Write what it says; citations are judged by that.")
        yield from _language(where, passage["language"], f"{passage['title']} {_says(passage, world)}")


def _queries(world: World) -> Iterator[Problem]:
    for query in world["queries"]:
        where = f"question {query['id']}"
        if not query["text"].strip() and not query["recording"]:
            yield Problem(where, "it asks nothing.", "Give it a text or a recording.")
        yield from _language(where, query["language"], query["text"])


def _language(where: str, language: str, text: str) -> Iterator[Problem]:
    if not re.fullmatch("[a-z]{2,3}", language):
        yield Problem(where, f"its language is {language!r}.", 'Write a code of ISO 639, as "en", "he" or "de".')
    elif text.strip() and not LETTERS.get(language, re.compile(r"[^\W\d_]")).search(text):
        yield Problem(where, f"its language is {language!r}, and no letter of it is.", "Correct the one or the other.")


def _media(world: World) -> Iterator[Problem]:
    files = [(f"passage {one['id']}", one["kind"], one["content"]) for one in world["corpus"]["passages"]]
    files += [(f"question {one['id']}", "image", one["image"]) for one in world["queries"] if one["image"]]
    files += [(f"question {one['id']}", "audio", one["recording"]) for one in world["queries"] if one["recording"]]
    said = {f"passage {id}": len(text.strip().splitlines()) for id, text in world["said"].items()}
    for where, kind, content in files:
        if kind == "text":
            continue
        broken = _broken_picture(content) if kind == "image" else _broken_recording(content)
        if broken:
            wanted = "PNG" if kind == "image" else "WAV"
            yield Problem(where, f"its file cannot be decoded ({broken}).", f"Save it again as a {wanted} file.")
        elif kind == "image" and (height := _height(content)) < LOWEST_LINE * (lines := said.get(where, 0)):
            advice = "Draw, scan or photograph it larger: type of less than 10 pixels is hardly read."
            yield Problem(where, f"it says {lines} lines in {height} pixels of height.", advice)
        elif kind == "audio" and (seconds := _seconds(content)) > LONGEST_RECORDING:
            advice = f"Cut it: how well speech is heard was measured up to {LONGEST_RECORDING} s."
            yield Problem(where, f"it is {seconds:.0f} s long.", advice)
        if content_hash(content) not in world["corpus"]["transcripts"]:
            advice = "Let an OCR engine or a speech recogniser read it, and store what it read under the file's hash."
            yield Problem(where, "transcripts.json has no transcript of its file.", advice)


def _broken_picture(content: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            picture.load()
    except Exception as error:  # PIL raises whatever the broken part of the file leads it to
        return str(error) or type(error).__name__
    return ""


def _height(content: bytes) -> int:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        return picture.height


def _broken_recording(content: bytes) -> str:
    try:
        with wave.open(io.BytesIO(content)) as recording:
            size = recording.getsampwidth() * recording.getnchannels() * recording.getnframes()
            return "" if 0 < size == len(recording.readframes(recording.getnframes())) else "it is cut short or empty"
    except (wave.Error, EOFError) as error:
        return str(error) or "it ends too early"


def _seconds(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as recording:
        return recording.getnframes() / recording.getframerate()


def _gold(world: World) -> Iterator[Problem]:
    known = {passage["id"] for passage in world["corpus"]["passages"]}
    for query, gold in _pairs(world):
        where = f"question {query['id']}"
        if gold["type"] not in TYPES:
            yield Problem(where, f"its type is {gold['type']!r}.", f"Types are {', '.join(sorted(TYPES))}.")
        for id, grade in gold["relevance"].items():
            if id not in known:
                yield Problem(where, f"its gold passage {id!r} does not exist.", "Correct the id, or leave it out.")
            if type(grade) is not int or not 1 <= grade <= 3:
                yield Problem(where, f"the grade of {id!r} is {grade!r}.", "Write 1, 2 or 3; leave out what has 0.")
        if bool(gold["answers"]) == (gold["type"] == "unanswerable"):
            what = "it is of type unanswerable and has answers" if gold["answers"] else "it has no answers"
            yield Problem(
                where, f"{what}.", "Type unanswerable goes with an empty list of answers, and only with that."
            )
        if not gold["answers"] and 3 in gold["relevance"].values():
            yield Problem(where, "it has no answer, and a passage of grade 3.", "Grade 3 is where the answer stands.")
        if gold["answers"] and 3 not in gold["relevance"].values():
            yield Problem(where, "no passage has grade 3.", "Name the passage in which its answer stands.")


def _answers(world: World) -> Iterator[Problem]:
    passages = {passage["id"]: passage for passage in world["corpus"]["passages"]}
    for query, gold in _pairs(world):
        where = f"question {query['id']}"
        if not all(tokens(answer) for answer in gold["answers"]):
            yield Problem(where, "one of its answers is empty.", "Leave that one out.")
        for id, grade in gold["relevance"].items():
            if gold["answers"] and grade == 3 and id in passages:
                says = _says(passages[id], world)
                if not any(stands_in(answer, says) for answer in gold["answers"]):
                    advice = "Add the answer as the passage words it, or give the passage another grade."
                    yield Problem(where, f"no accepted answer stands in {id!r}, which has grade 3.", advice)
        # "Which is cheaper, A or B?" has to name its answer
        if gold["type"] != "comparison" and any(stands_in(answer, query["text"]) for answer in gold["answers"]):
            yield Problem(where, "its answer stands in the question itself.", "Ask so that the corpus is needed.")


def _copied_questions(world: World) -> Iterator[Problem]:
    asked = [query for query in world["queries"] if len(tokens(query["text"])) >= _LONG_ENOUGH]
    for passage in world["corpus"]["passages"]:
        says = f"{passage['title']}\n{_says(passage, world)}"
        copied = [query["id"] for query in asked if stands_in(query["text"], says)]
        where = f"passage {passage['id']}"
        if len(copied) > 2 or re.search(r'"(answers|relevance)"\s*:', says):
            yield Problem(
                where, "it looks like the file of questions.", "Questions are no part of the corpus; remove it."
            )
        elif copied:
            advice = "Word the question in another way than the corpus, or remove it from there."
            yield Problem(where, f"question {' and '.join(copied)} stands in it word for word.", advice)


def _twins(world: World) -> Iterator[Problem]:
    seen: dict[tuple, str] = {}
    for query in world["queries"]:
        key = (tuple(tokens(query["text"])), query["image"], query["recording"])
        if key in seen:
            what = f"it asks the same as question {seen[key]}."
            yield Problem(
                f"question {query['id']}", what, "Ask something else; the same question must not count twice."
            )
        seen.setdefault(key, query["id"])
    known: dict[tuple, str] = {}
    for passage in world["corpus"]["passages"]:
        key = (passage["kind"], passage["date"], tuple(tokens(passage["text"])), passage["content"])
        if key in known:
            what = f"it says the same as passage {known[key]}."
            yield Problem(f"passage {passage['id']}", what, "Remove one of them, or citations cannot be judged.")
        known.setdefault(key, passage["id"])


def _pairs(world: World) -> Iterator[tuple[Query, Gold]]:
    return ((query, world["gold"][query["id"]]) for query in world["queries"])


def _says(passage: Passage, world: World) -> str:
    return passage["text"] if passage["kind"] == "text" else world["said"].get(passage["id"], "")


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="with passages.jsonl, questions.jsonl, transcripts.json and media/")
    try:
        world = load_world(parser.parse_args().folder)
    except ContractError as error:
        print(error, file=sys.stderr)
        return 2
    problems = validate(world)
    for problem in problems:
        print(problem)
    kinds = Counter(passage["kind"] for passage in world["corpus"]["passages"])
    counted = ", ".join(f"{number} of kind {kind}" for kind, number in kinds.items())
    print(f"{len(world['queries'])} questions, {sum(kinds.values())} passages ({counted}): {len(problems)} problems.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
