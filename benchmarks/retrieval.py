"""Ways of ranking, made of the functions of Part I of assignment 6, with the plain reader behind each: what the ladder climbs.

`Corpora` remembers what it was asked, so that ways share what they have in common: a corpus is cut and indexed once, a text encoded
once, a pair read once by the cross-encoder.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.special import expit

CHUNK_WORDS = 50
"""Words of a chunk, as in the reference."""
DEPTH = 50
"""Places of a ranking that are fused."""
FEEDBACK, NEW_TERMS = 1, 3
"""Pieces that expansion takes for right, and terms that it takes from them."""
CANDIDATES, LEAST_PASSAGES = 60, 2
"""The new terms are the first of so many that stand in so many passages: what stands in no other one finds nothing new."""
TIMES = 2
"""How often the question's own terms count beside new ones, so that they stay what is asked for (as in RM3; Abdul-Jaleel et al. 2004)."""
READ_TOGETHER = 8
"""Pieces that the cross-encoder reads."""
READ = 3
"""Pieces that the plain reader looks into, at most."""


class Way(NamedTuple):
    """What ranks, and what is read: passages, or chunks of them.

    Vectors and the cross-encoder are for English questions only, for the encoder has hardly seen Hebrew: a Hebrew question has BM25, even where vectors are
    alone.
    """

    words: bool = True
    dense: bool = False
    chunks: bool = False
    expanded: bool = False
    reranked: bool = False


WAYS = {
    "BM25": Way(),
    "dense": Way(words=False, dense=True),
    "fused": Way(dense=True),
    "BM25, expansion": Way(expanded=True),
    "BM25, chunks": Way(chunks=True),
    "BM25, re-ranked": Way(reranked=True),
    "dense, chunks": Way(words=False, dense=True, chunks=True),
    "fused, chunks": Way(dense=True, chunks=True),
    "fused, chunks, expansion": Way(dense=True, chunks=True, expanded=True),
    "fused, chunks, expansion, re-ranked": Way(dense=True, chunks=True, expanded=True, reranked=True),
}
ADDED = {
    "dense": "BM25",
    "fused": "BM25",
    "BM25, expansion": "BM25",
    "BM25, chunks": "BM25",
    "BM25, re-ranked": "BM25",
    "dense, chunks": "dense",
    "fused, chunks": "fused",
    "fused, chunks, expansion": "fused, chunks",
    "fused, chunks, expansion, re-ranked": "fused, chunks, expansion",
}
"""A way, and the one that it has one part more than (vectors alone: another part)."""


class Piece(NamedTuple):
    """A passage or a chunk of one: text[start:end] of what can be read there."""

    passage: str
    language: str
    start: int
    end: int
    text: str
    """What stands there, behind the passage's title."""


class Models:
    """The encoder and the cross-encoder, with what they made of texts; kept in a file, if one is named."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.vectors: dict[str, np.ndarray] = {}
        self.readings: dict[str, tuple[float, float]] = {}
        if path and path.exists():
            with np.load(path) as stored:
                self.vectors = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
                self.readings = dict(
                    zip(stored["pairs"].tolist(), map(tuple, stored["readings"].tolist()), strict=True)
                )

    def write(self) -> None:
        if self.path:
            np.savez(
                self.path,
                texts=np.array(list(self.vectors), dtype="U32"),
                vectors=np.array(list(self.vectors.values()), dtype=np.float32).reshape(-1, 384),
                pairs=np.array(list(self.readings), dtype="U32"),
                readings=np.array(list(self.readings.values()), dtype=np.float64).reshape(-1, 2),
            )

    def vectors_of(self, texts: list[str]) -> np.ndarray:
        """A vector of length 1 for each text: float32 (len(texts), 384)."""
        from text_vectors import embed

        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.vectors}
        if new:
            found = embed(list(new.values()))
            self.vectors |= zip(
                new, found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), strict=True
            )
        return np.array([self.vectors[key] for key in keys])

    def sure_of(self, question: str, passages: list[str]) -> list[float]:
        """How sure the cross-encoder is of each passage that it answers the question or, which counts half, is a step on the way."""
        keys = [_key(question, passage) for passage in passages]
        new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in self.readings}
        if new:
            found = _cross_encoder().read([(question, passage) for passage in new.values()])
            self.readings |= zip(new, ((one.answers, one.step) for one in found), strict=True)
        return [max(expit(answers), 0.5 * expit(step)) for answers, step in (self.readings[key] for key in keys)]


class Corpora:
    """The corpora of a pair of worlds, each searched by all ways together."""

    def __init__(self, parts: dict[str, Any], models: Models) -> None:
        self.parts, self.models = parts, models
        self.known: dict[str, Searched] = {}
        self.analyze = functools.cache(parts["analyze"])

    def searched(self, corpus: dict[str, Any]) -> "Searched":
        from rag_contract import readable_text

        said = {one["id"]: readable_text(one, corpus["transcripts"]) for one in corpus["passages"]}
        key = _key(*(text for one in corpus["passages"] for text in (one["id"], one["title"], said[one["id"]])))
        if key not in self.known:
            self.known[key] = Searched(self, corpus, said)
        return self.known[key]

    def system(self, way: Way) -> type:
        """A RagSystem of one way of ranking, and the plain reader."""
        corpora = self

        class System:
            def __init__(self, corpus: dict[str, Any]) -> None:
                self.searched = corpora.searched(corpus)

            def retrieve(self, query: dict[str, Any], k: int = 10) -> list[str]:
                return self.searched.passages(query, way)[:k]

            def answer(self, query: dict[str, Any]) -> Any:
                return self.searched.answer(query, way)

        return System


class Searched:
    """A corpus and its rankings: by passages (False) and by chunks (True)."""

    def __init__(self, corpora: Corpora, corpus: dict[str, Any], said: dict[str, str]) -> None:
        from reader import Names

        self.corpora, self.parts, self.models = corpora, corpora.parts, corpora.models
        self.said, self.transcripts = said, corpus["transcripts"]
        cuts: dict[bool, Callable[[str], list[tuple[int, int]]]] = {
            False: lambda text: [(0, len(text))],
            True: lambda text: self.parts["chunk"](text, CHUNK_WORDS) or [(0, 0)],
        }
        self.pieces = {
            chunks: {f"{number:05}": piece for number, piece in enumerate(self._cut(corpus["passages"], cut))}
            for chunks, cut in cuts.items()
        }
        self.index = {
            chunks: self.parts["build_index"]({name: list(corpora.analyze(one.text)) for name, one in pieces.items()})
            for chunks, pieces in self.pieces.items()
        }
        written = [one for one in corpus["passages"] if one["kind"] == "text"]
        self.names = Names((one["title"], said[one["id"]], one["language"]) for one in written)
        self.by_words = functools.cache(self._by_words)
        self.by_vectors = functools.cache(self._by_vectors)
        self.ranking = functools.cache(self._ranking)
        self.read = functools.cache(self._read)

    def _cut(self, passages: list[dict[str, Any]], cut: Callable[[str], list[tuple[int, int]]]) -> Iterator[Piece]:
        for one in passages:
            said = self.said[one["id"]]
            for start, end in cut(said):
                yield Piece(one["id"], one["language"], start, end, f"{one['title']}. {said[start:end]}")

    def asked(self, query: dict[str, Any]) -> str:
        """The question in words, with what its picture shows or its recording says."""
        from rag_contract import content_hash

        media = [query[name] for name in ("image", "recording") if query[name]]
        return " ".join([query["text"], *(self.transcripts.get(content_hash(one), "") for one in media)])

    def _by_words(self, terms: tuple[str, ...], chunks: bool) -> list[str]:
        return self.parts["rank"](self.parts["bm25_scores"](self.index[chunks], list(terms)))

    def _by_vectors(self, asked: str, chunks: bool) -> list[str]:
        names = [name for name, one in self.pieces[chunks].items() if one.language == "en"]
        vectors = self.models.vectors_of([self.pieces[chunks][name].text for name in names])
        [of_question] = self.models.vectors_of([asked])
        return [name for name, _ in self.parts["dense_ranking"](of_question, vectors, names, DEPTH)]

    def _ranking(self, asked: str, language: str, way: Way) -> list[str]:
        """Names of pieces, the best first."""
        from glossary import gloss

        index, pieces = self.index[way.chunks], self.pieces[way.chunks]
        terms = tuple(self.corpora.analyze(asked))
        if not pieces or not terms:
            return []
        found = self._fused(terms, asked, language, way)
        if way.expanded:
            terms = self._expanded(index, terms, found[:FEEDBACK])
            found = self._fused(terms, asked, language, way)
        if way.reranked and language == "en" and found:
            first = found[:READ_TOGETHER]
            sure = self.models.sure_of(gloss(asked).text, [gloss(pieces[name].text).text for name in first])
            found = self.parts["rerank"](found, dict(zip(first, sure, strict=True)).__getitem__, READ_TOGETHER)
        return found

    def _expanded(self, index: Any, terms: tuple[str, ...], feedback: list[str]) -> tuple[str, ...]:
        """The question's terms, TIMES each, and new ones."""
        more = self.parts["expand_query"](index, list(terms), feedback, CANDIDATES)[len(terms) :]
        met = self.index[False]["postings"]
        new = [term for term in more if len(met.get(term, ())) >= LEAST_PASSAGES]
        return (*terms * TIMES, *new[:NEW_TERMS])

    def _fused(self, terms: tuple[str, ...], asked: str, language: str, way: Way) -> list[str]:
        if not way.dense or language != "en":
            return self.by_words(terms, way.chunks)
        near = self.by_vectors(asked, way.chunks)
        if not way.words:
            return near
        rankings = [self.by_words(terms, way.chunks)[:DEPTH], near]
        return self.parts["rank"](self.parts["reciprocal_rank_fusion"](rankings))

    def passages(self, query: dict[str, Any], way: Way) -> list[str]:
        """Ids of passages, the best first."""
        pieces = self.pieces[way.chunks]
        found = self.ranking(self.asked(query), query["language"], way)
        return list(dict.fromkeys(pieces[name].passage for name in found))

    def _read(self, asked: str, name: str, chunks: bool) -> list[tuple[float, str]]:
        """Of each sentence of a piece, the span that stands nearest to the question's words, and how much of the question it covers."""
        from reader import kinds_asked, nearest

        piece, terms = self.pieces[chunks][name], self.corpora.analyze(asked)
        weights = {term: self.parts["idf"](self.index[False], term) for term in set(terms)}
        said, found = self.said[piece.passage][piece.start : piece.end], []
        for start, end in self.parts["sentence_spans"](said):
            sentence = said[start:end]
            text = nearest(terms, sentence, self.corpora.analyze, kinds_asked(asked), self.names)
            if text:
                covered = self.parts["coverage"](sorted(weights), list(self.corpora.analyze(sentence)), weights)
                found.append((covered, text))
        return found

    def answer(self, query: dict[str, Any], way: Way) -> Any:
        """What the first of the first pieces says that has something of the kind that is asked for, in its best sentence."""
        from rag_contract import abstention

        asked = self.asked(query)
        for name in self.ranking(asked, query["language"], way)[:READ]:
            if found := self.read(asked, name, way.chunks):
                covered, text = max(found)
                id = self.pieces[way.chunks][name].passage
                return {"text": text, "citations": [id], "abstained": False, "confidence": min(1.0, covered)}
        return abstention()


@functools.cache
def _cross_encoder() -> Any:
    from cross_encoder import CrossEncoder

    return CrossEncoder.load()


def _key(*texts: str) -> str:
    """What stands for texts in a file."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]
