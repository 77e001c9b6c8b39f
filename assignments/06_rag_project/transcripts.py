"""Transcripts for a corpus of your own: each picture is read once and each recording heard once, ever.

    corpus = transcribe(corpus, queries, cache="my_corpus/transcripts.json")

What an engine made of a file is kept in a JSON file under the SHA-256 of the file's content (`rag_contract.content_hash`),
so that renaming costs nothing, a changed file is read anew, and whoever has the cache needs no engine at all: hand it in
with your corpus. The engines stand in `engines.py`; any function with the same arguments can take their place.
"""

import json
import os
import tempfile
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from engines import DoubtfulTranscript, EngineFailedError, EngineMissingError, hear, read_picture
from rag_contract import ContractError, Corpus, Query, content_hash
from tqdm.auto import tqdm

Engine = Callable[[bytes, str], str]
"""Takes a file's content and its language ("en" or "he"); returns what it says."""


def transcribe(
    corpus: Corpus,
    queries: Iterable[Query] = (),
    cache: str | Path = "transcripts.json",
    read: Engine = read_picture,
    hear: Engine = hear,
    skip_missing: bool = False,
) -> Corpus:
    """The corpus, with a transcript for each of its pictures and recordings and for those of the queries.

    Args:
        corpus: what is in its `transcripts` already is not made again.
        queries: their pictures and recordings are transcribed as well.
        cache: a JSON file, content hash -> transcript; made if it is not there, and saved after every file.
        read: what reads pictures.
        hear: what hears recordings.
        skip_missing: leave out what this machine has no engine for, with a printed note, instead of raising.

    Where an engine has a doubt (a DoubtfulTranscript), it is printed with the passage or query that it is about.

    Returns:
        A new corpus with the same passages; the one that was passed is not changed.

    Raises:
        EngineMissingError: if an engine is needed that this machine does not have; what other engines could do is done
            and in the cache by then.
        EngineFailedError: if a file is broken, with the passage or query that it belongs to.
        ContractError: if the cache is not a file of transcripts.
    """
    cache = Path(cache)
    kept = _read_cache(cache)
    known = kept | corpus["transcripts"]
    engines: dict[str, Engine] = {"image": read, "audio": hear}
    missing: dict[str, EngineMissingError] = {}
    doubtful: list[str] = []
    todo = {key: item for key, item in _media(corpus, queries).items() if key not in known}
    for key, (kind, content, language, place) in tqdm(todo.items(), "Transcribing", unit="file", disable=not todo):
        try:
            with warnings.catch_warnings(record=True) as doubts:
                warnings.simplefilter("always", DoubtfulTranscript)
                kept[key] = known[key] = engines[kind](content, language)
            doubtful += [f"{place}: {doubt.message}" for doubt in doubts if doubt.category is DoubtfulTranscript]
        except EngineMissingError as error:
            missing.setdefault(str(error), error)
            continue
        except EngineFailedError as error:
            raise EngineFailedError(f"{place}: {error}") from None
        _write_cache(cache, kept)
    if doubtful:
        print(
            "Look at or listen to these yourself, and correct the transcript in the cache where it is wrong.",
            *doubtful,
            sep="\n",
        )
    if missing:
        message = "\n".join(missing)
        if not skip_missing:
            raise EngineMissingError(message)
        print(f"{sum(key not in known for key in todo)} of the corpus's files stay without transcript. {message}")
    return Corpus(passages=corpus["passages"], transcripts=known)


def _media(corpus: Corpus, queries: Iterable[Query]) -> dict[str, tuple[str, bytes, str, str]]:
    """Content hash -> kind, content, language and place of each picture and recording; each content once."""
    found: dict[str, tuple[str, bytes, str, str]] = {}
    for passage in corpus["passages"]:
        if passage["kind"] != "text":
            item = (passage["kind"], passage["content"], passage["language"], f"Passage {passage['id']}")
            found.setdefault(content_hash(passage["content"]), item)
    for query in queries:
        for kind, content in (("image", query["image"]), ("audio", query["recording"])):
            if content:
                found.setdefault(content_hash(content), (kind, content, query["language"], f"Query {query['id']}"))
    return found


def _read_cache(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContractError(
            f"{path} cannot be read ({error}). Delete it to have every transcript made again."
        ) from None
    if not isinstance(kept, dict) or not all(isinstance(text, str) for text in kept.values()):
        raise ContractError(f"{path} should hold an object of content hash -> transcript, and is something else.")
    return kept


def _write_cache(path: Path, kept: dict[str, str]) -> None:
    """Whole or not at all: what interrupts the writing leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.write("\n")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
