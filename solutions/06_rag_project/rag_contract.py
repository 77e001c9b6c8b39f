"""The contract of the final project: what a corpus, a question and an answer are, whatever your system does inside.

A *passage* is a piece of text, a picture or a recording. A *query* has a text, and perhaps a picture or a recording of
its own. A *system* is made from a corpus and then answers queries:

    system = RagSystem(corpus)
    system.retrieve(query, k=10)   # ids of passages, the best first
    system.answer(query)           # Answer(text=..., citations=[...], abstained=..., confidence=...)

A system that saves time where it has many questions at once, as encoders do, may have a third method:

    system.answer_many(queries)    # a list with an Answer for each of them, in their order

Whoever asks more than one question then calls it, once; if it raises, or returns fewer or more, they are asked one by one.

All four types are plain dictionaries with named, typed keys (`typing.TypedDict`), so they can be written as JSON and
sent from one process to another. `Answer(text="09:40", ...)` makes one, and `answer["text"]` reads it.
"""

import hashlib
import json
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal, NotRequired, Protocol, TypedDict

Kind = Literal["text", "image", "audio"]
MOST_CITATIONS = 5
"""Citations that an answer may have: enough for two steps and a comparison, too few to cite whatever was found."""


class Passage(TypedDict):
    """One piece of the corpus, and what a citation points at."""

    id: str
    kind: Kind
    language: str
    """Its code: "en" or "he"; in a corpus of your own any other of ISO 639, too."""
    date: str
    """When it was published: 2031-04-17. Of two passages that contradict each other, the later one holds."""
    title: str
    text: str
    """Empty for pictures and recordings: what they say, you have to find out."""
    content: bytes
    """A picture's PNG file or a recording's WAV file; empty for text."""


class Query(TypedDict):
    """One question."""

    id: str
    language: str
    text: str
    """Empty where the question is spoken."""
    image: bytes
    """A picture that the question is about (PNG), or empty."""
    recording: bytes
    """The spoken question (WAV), or empty."""


class Corpus(TypedDict):
    """All that a system may know."""

    passages: list[Passage]
    transcripts: dict[str, str]
    """What an OCR engine or a speech recogniser read in a picture or a recording, by `content_hash` of its file: of
    passages, and of the queries' pictures and recordings. Real engines made them, with real errors: of single spoken
    words and of type below 10 pixels most of all (docs of `engines.listen` and `engines.read`)."""


class Span(TypedDict):
    """A place in a passage: readable_text(passage, transcripts)[start:end]."""

    passage: str
    """Its id."""
    start: int
    end: int
    """Characters from the beginning of what can be read: of a picture or a recording, of its transcript."""


Citation = str | Span
"""The id of a passage, or a place in it. A place is judged by the sentences that it touches."""


class Answer(TypedDict):
    """What a system says."""

    text: str
    """The answer and nothing else ("09:40", not "The ferry leaves at 09:40."); empty if abstained."""
    citations: list[Citation]
    """Where the answer stands, MOST_CITATIONS at most: ids of passages, or spans of them; empty if abstained."""
    abstained: bool
    """True: the corpus does not say."""
    confidence: float
    """From 0 to 1: how sure the system is that its answer is right."""
    reason: NotRequired[str]
    """Why it abstains, for whoever reads the report; nothing depends on it."""


class Gold(TypedDict):
    """What the scorer knows of one query. Systems never see it."""

    type: str
    """fact, comparison, two_hop, date, fresh, image, audio, shown, spoken or unanswerable."""
    answers: list[str]
    """Accepted answers, the preferred one first; empty if the corpus does not say."""
    relevance: dict[str, int]
    """Of passages, by id: 3 the answer stands here, 2 a necessary step or an earlier, outdated answer, 1 the same
    subject. Every other passage has 0."""


class World(TypedDict):
    """A corpus with questions, and for each question what is right."""

    name: str
    corpus: Corpus
    queries: list[Query]
    gold: dict[str, Gold]
    said: dict[str, str]
    """What pictures and recordings really say, by the passage's id: to judge citations, not for systems."""


class System(Protocol):
    """What any system offers, whatever it uses inside."""

    def __init__(self, corpus: Corpus) -> None: ...

    def retrieve(self, query: Query, k: int = 10) -> list[str]:
        """Ids of at most k different passages, the best first."""
        ...

    def answer(self, query: Query) -> Answer:
        """One answer."""
        ...


def answers_together(system: System, queries: list[Query]) -> list[Answer] | None:
    """What the system's `answer_many` says, or None where it has none, it raises, or it is not one for each query."""
    together = getattr(system, "answer_many", None)
    if not callable(together):
        return None
    try:
        found = list(together(queries))
    except Exception:  # which question it was, asking one by one will tell
        return None
    return found if len(found) == len(queries) else None


class NotRecordedError(LookupError):
    """An answer needs what a language model says, and nobody has recorded that; the message says to which prompt."""


def one_answer(system: System, query: Query) -> Answer:
    """What the system's `answer` says; an abstention with its reason where that needs what nobody has recorded."""
    try:
        return system.answer(query)
    except NotRecordedError as missing:
        return abstention(str(missing))


class ContractError(ValueError):
    """Something does not have the form that the contract asks for; the message says what and where."""


def content_hash(content: bytes) -> str:
    """The SHA-256 of a picture's or a recording's file, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def readable_text(passage: Passage, transcripts: dict[str, str]) -> str:
    """A passage's text; of a picture or a recording its transcript, or nothing where there is none."""
    if passage["kind"] == "text":
        return passage["text"]
    return transcripts.get(content_hash(passage["content"]), "")


def abstention(reason: str = "") -> Answer:
    """The answer "the corpus does not say"."""
    answer = Answer(text="", citations=[], abstained=True, confidence=0.0)
    if reason:
        answer["reason"] = reason
    return answer


def cited_passage(citation: Citation) -> str:
    """The id of the passage that a citation is of."""
    return citation if isinstance(citation, str) else citation["passage"]


def without(corpus: Corpus, *kinds: Kind) -> Corpus:
    """The corpus without its passages of some kinds; what systems are measured on to see what a kind adds."""
    return Corpus(
        passages=[passage for passage in corpus["passages"] if passage["kind"] not in kinds],
        transcripts=corpus["transcripts"],
    )


def check_answer(answer: object, known_ids: Collection[str]) -> Answer:
    """The answer, if it is one.

    Args:
        answer: what a system returned.
        known_ids: the ids of all passages of its corpus. A dict, id -> what can be read there, has spans checked against the texts, too.

    Raises:
        ContractError: if a key is missing or has the wrong type, if a citation names no passage, a span that does not lie in it, or
            the same place twice, if there are more than MOST_CITATIONS, if an abstention says or cites something, or if
            the confidence is not from 0 to 1.
    """
    if not isinstance(answer, dict):
        raise ContractError(f"answer() returned {type(answer).__name__}; it should return an Answer (a dict).")
    kinds = {"text": str, "citations": list, "abstained": bool, "confidence": (int, float)}
    for key, kind in kinds.items():
        if key not in answer:
            raise ContractError(f"The answer has no {key!r}.")
        if not isinstance(answer[key], kind) or (key == "confidence" and isinstance(answer[key], bool)):
            raise ContractError(f"The answer's {key!r} is of type {type(answer[key]).__name__}.")
    citations = check_citations(answer["citations"], known_ids, "The answer")
    if answer["abstained"] and (answer["text"] or citations):
        raise ContractError("An abstention has no text and no citations.")
    if not 0 <= answer["confidence"] <= 1:
        raise ContractError(f"The confidence is {answer['confidence']}; it should be from 0 to 1.")
    checked = Answer(
        text=answer["text"], citations=citations, abstained=answer["abstained"], confidence=float(answer["confidence"])
    )
    reason = answer.get("reason")
    if isinstance(reason, str) and reason:
        checked["reason"] = reason
    return checked


def check_citations(citations: list, known_ids: Collection[str], who: str) -> list[Citation]:
    """The citations, if each is one and they are not too many.

    Args:
        known_ids: as of `check_answer`.
        who: what cites, as the subject of a message: "The answer".

    Raises:
        ContractError: as `check_answer`.
    """
    checked = [_check_citation(one, known_ids, who) for one in citations]
    for number, one in enumerate(checked):
        for other in checked[:number]:
            if cited_passage(one) == cited_passage(other) and _overlap(one, other):
                what = f"passage {one!r}" if one == other and isinstance(one, str) else "the same place"
                raise ContractError(f"{who} cites {what} twice: {other!r} and {one!r}.")
    if len(checked) > MOST_CITATIONS:
        raise ContractError(f"{who} has {len(checked)} citations; it may have {MOST_CITATIONS} at most.")
    return checked


def _check_citation(citation: object, known_ids: Collection[str], who: str) -> Citation:
    if isinstance(citation, dict):
        if citation.keys() != Span.__annotations__.keys():
            raise ContractError(
                f"{who} cites {citation!r}; a span has the keys 'passage', 'start' and 'end', and no other."
            )
        id, start, end = citation["passage"], citation["start"], citation["end"]
        if type(start) is not int or type(end) is not int:
            raise ContractError(f"{who} cites {citation!r}; 'start' and 'end' of a span should be whole numbers (int).")
        if not 0 <= start < end:
            raise ContractError(f"{who} cites {citation!r}; a span begins at 0 or later, and ends behind its start.")
    else:
        id, start, end = citation, 0, 0
    if not isinstance(id, str) or id not in known_ids:
        raise ContractError(f"{who} cites {id!r}, and no passage has that id.")
    if not isinstance(citation, dict):
        return id
    if isinstance(known_ids, Mapping):
        text = known_ids[id]
        if end > len(text):
            raise ContractError(f"{who} cites {citation!r}, and what can be read in {id!r} has {len(text)} characters.")
        if not text[start:end].strip():
            raise ContractError(f"{who} cites {citation!r}, and nothing but white space stands there.")
    return Span(passage=id, start=start, end=end)


def _overlap(one: Citation, other: Citation) -> bool:
    """Whether two citations of one passage have a place in common; an id is all of it."""
    if isinstance(one, str) or isinstance(other, str):
        return True
    return one["start"] < other["end"] and other["start"] < one["end"]


# A world on disk: a folder that any editor can open.
#
#     passages.jsonl     one passage a line; pictures and recordings name their "file" in media/ instead of a content
#     questions.jsonl    one question a line, with "type", "answers" and "relevance"; "image", "recording" name files
#     media/             PNG and WAV files
#     transcripts.json   content hash -> transcript


def load_world(folder: str | Path | zipfile.Path) -> World:
    """Read a world from its folder, which may lie in a ZIP file.

    Raises:
        ContractError: if a file is missing or a line does not have the form above, with its place.
    """
    folder = Path(folder) if isinstance(folder, str) else folder
    passages: list[Passage] = []
    said: dict[str, str] = {}
    for place, line in _lines(folder / "passages.jsonl"):
        with _telling(place):
            passages.append(read_passage(line, folder))
            if line["kind"] != "text":
                said[line["id"]] = line.get("said", "")
    queries: list[Query] = []
    gold: dict[str, Gold] = {}
    for place, line in _lines(folder / "questions.jsonl"):
        with _telling(place):
            queries.append(
                Query(
                    id=line["id"],
                    language=line["language"],
                    text=line["text"],
                    image=_file(folder, line.get("image", "")),
                    recording=_file(folder, line.get("recording", "")),
                )
            )
            gold[line["id"]] = Gold(type=line["type"], answers=list(line["answers"]), relevance=dict(line["relevance"]))
    transcripts = _json(folder / "transcripts.json")
    if not isinstance(transcripts, dict):
        raise ContractError(f"{folder / 'transcripts.json'} should hold an object of content hash -> transcript.")
    corpus = Corpus(passages=passages, transcripts=transcripts)
    return World(name=folder.name, corpus=corpus, queries=queries, gold=gold, said=said)


def read_passage(line: dict, folder: Path | zipfile.Path) -> Passage:
    """The passage of one line of passages.jsonl; a picture's or a recording's file is read from the folder's media/.

    Raises:
        ContractError: if its file is missing.
        KeyError: if a key is.
    """
    kind = line["kind"]
    return Passage(
        id=line["id"],
        kind=kind,
        language=line["language"],
        date=line["date"],
        title=line["title"],
        text=line["text"] if kind == "text" else "",
        content=b"" if kind == "text" else _file(folder, line["file"]),
    )


class _telling:  # noqa: N801 - used as a with statement
    """Turns what a malformed line trips over into a ContractError with its place."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise ContractError(f"{self.place}: the key {error} is missing.") from None
        if isinstance(error, (TypeError, ValueError, AttributeError)) and not isinstance(error, ContractError):
            raise ContractError(f"{self.place}: {error}") from None


def _lines(path: Path | zipfile.Path) -> list[tuple[str, dict]]:
    found = []
    for number, text in enumerate(_text(path).splitlines(), start=1):
        if text.strip():
            try:
                found.append((f"{path}:{number}", json.loads(text)))
            except ValueError as error:
                raise ContractError(f"{path}:{number}: no valid JSON ({error}).") from None
    return found


def _json(path: Path | zipfile.Path) -> object:
    try:
        return json.loads(_text(path))
    except ValueError as error:
        raise ContractError(f"{path}: no valid JSON ({error}).") from None


def _text(path: Path | zipfile.Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, KeyError, UnicodeDecodeError) as error:  # KeyError: a ZIP file has none of that name
        raise ContractError(f"{path} cannot be read ({error}).") from None


def _file(folder: Path | zipfile.Path, name: str) -> bytes:
    if not name:
        return b""
    path = folder / "media" / name
    if Path(name).name != name or not path.is_file():
        raise ContractError(f"There is no file {name!r} in {folder / 'media'}.")
    return path.read_bytes()
