"""What each part of retrieval adds, on worlds as the public one is, in other words, and on demanding ones, seed by seed.

    python benchmarks/ladder.py                     ten seeds; about a minute of processor time each
    python benchmarks/ladder.py --seeds 3           fewer
    python benchmarks/ladder.py --points            with the given reader behind each way: what it would earn of 40 points
    python benchmarks/ladder.py --systems           whole systems: the reference and the skeleton that students start from
    python benchmarks/ladder.py --vectors FILE      keep the encoder's vectors there (.npz), and take from there what it has

A seed makes a world three times: as the public one is, in held-out wordings, and a demanding one (see `autograder.worlds.profiles` and
`autograder.worlds.texts`). Retrieval is that of Part I of assignment 6, over passages and the (perfect) transcripts of pictures and
recordings, each passage with its title. The encoder has hardly seen Hebrew, so vectors are for English questions only.

    BM25                   words
    BM25, expansion        BM25 again, with five terms of the first three passages
    dense                  the encoder's vectors of whole passages
    fused                  BM25 and dense
    fused, chunks          dense over chunks of at most 20 words, each with the title; a passage is as near as its nearest chunk
    + expansion            these again, BM25 with five terms of the first passage
    + re-ranked            the first 20 of these anew, by their nearest sentence and their share of the question's terms
    + cross-encoder        or the first 10 by the given cross-encoder, which reads question and passage together (English questions only)

The table has the mean and the deviation over the seeds of nDCG@10, for English and for Hebrew questions. With --points a
seed is a pair of worlds with their variants, and the hidden test itself is asked; the reader answers with the span
nearest to the question's words (`reader.nearest`) of the sentence that has most of them, from the first three passages.
"""

import argparse
import functools
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

KIT = Path(__file__).resolve().parent.parent
NAME = "06_rag_project"
WORLDS = {"public": ("public", "plain"), "held-out": ("held-out", "plain"), "demanding": ("held-out", "demanding")}
"""Name in the table -> wording and profile."""
World = dict[str, Any]
Ranking = Callable[[dict[str, Any]], list[str]]
CHUNK_WORDS, DEPTH, NEAR = 20, 20, 50
READ_TOGETHER = 10
"""How many passages the cross-encoder reads."""
READ = 3
"""How many passages the reader reads."""


WAYS = ("BM25", "BM25, expansion", "dense", "fused", "fused, chunks", "+ expansion", "+ re-ranked", "+ cross-encoder")


class Ways:
    """The ways of ranking on one world; `parts` are the functions of Part I."""

    def __init__(self, parts: dict[str, Any], world: World) -> None:
        from rag_contract import readable_text

        self.parts, self.corpus = parts, world["corpus"]
        passages = self.corpus["passages"]
        self.texts = {
            one["id"]: f"{one['title']}\n{readable_text(one, self.corpus['transcripts'])}" for one in passages
        }
        self.index = parts["build_index"]({id: parts["analyze"](text) for id, text in self.texts.items()})
        english = [one for one in passages if one["language"] == "en"]
        self.whole = [(one["id"], self.texts[one["id"]]) for one in english]
        self.chunks = [
            piece for one in english for piece in self.pieces(one, lambda text: parts["chunk"](text, CHUNK_WORDS))
        ]
        self.sentences = [piece for one in english for piece in self.pieces(one, parts["sentence_spans"])]
        self.found: dict[tuple[str, str], list[str]] = {}

    def pieces(self, passage: dict[str, Any], cut: Callable[[str], list[tuple[int, int]]]) -> list[tuple[str, str]]:
        """The pieces of a passage, each with its title."""
        title, _, text = self.texts[passage["id"]].partition("\n")
        return [(passage["id"], f"{title}\n{text[start:end]}") for start, end in cut(text)] or [(passage["id"], title)]

    def asked(self, query: dict[str, Any]) -> str:
        from rag_contract import content_hash

        heard = [query[name] for name in ("image", "recording") if query[name]]
        return " ".join([query["text"], *(self.corpus["transcripts"].get(content_hash(one), "") for one in heard)])

    def nearest(self, pieces: list[tuple[str, str]], query: dict[str, Any]) -> dict[str, float]:
        """The passages of some pieces, with the cosine of the nearest."""
        vectors_of = self.parts["vectors_of"]
        cosines = vectors_of([text for _, text in pieces]) @ vectors_of([self.asked(query)])[0]
        best: dict[str, float] = {}
        for (owner, _), cosine in zip(pieces, cosines.tolist(), strict=True):
            best[owner] = max(best.get(owner, -1.0), cosine)
        return best

    def by_terms(self, terms: list[str]) -> list[str]:
        return self.parts["rank"](self.parts["bm25_scores"](self.index, terms))

    def terms(self, query: dict[str, Any]) -> list[str]:
        return self.parts["analyze"](self.asked(query))

    def words(self, query: dict[str, Any]) -> list[str]:
        return self.by_terms(self.terms(query))

    def expanded(self, query: dict[str, Any]) -> list[str]:
        return self.by_terms(self.parts["expand_query"](self.index, self.terms(query), self.words(query)[:3], 5))

    def dense(self, query: dict[str, Any]) -> list[str]:
        return self.parts["rank"](self.nearest(self.whole, query))

    def fuse(self, query: dict[str, Any], words: list[str], pieces: list[tuple[str, str]]) -> list[str]:
        if query["language"] != "en":
            return words
        near = self.parts["rank"](self.nearest(pieces, query))
        return self.parts["rank"](self.parts["reciprocal_rank_fusion"]([words[:NEAR], near[:NEAR]]))

    def fused(self, query: dict[str, Any]) -> list[str]:
        return self.fuse(query, self.words(query), self.whole)

    def chunked(self, query: dict[str, Any]) -> list[str]:
        return self.fuse(query, self.words(query), self.chunks)

    def chunked_expanded(self, query: dict[str, Any]) -> list[str]:
        terms = self.parts["expand_query"](self.index, self.terms(query), self.chunked(query)[:1], 5)
        return self.fuse(query, self.by_terms(terms), self.chunks)

    def reranked(self, query: dict[str, Any]) -> list[str]:
        near = self.nearest(self.sentences, query) if query["language"] == "en" else {}
        terms = self.terms(query)
        weights = {term: self.parts["idf"](self.index, term) for term in set(terms)}

        def score(id: str) -> float:
            held = [term for term in weights if id in self.index["postings"].get(term, {})]
            return near.get(id, 0.0) + self.parts["coverage"](sorted(weights), sorted(held), weights)

        return self.parts["rerank"](self.chunked_expanded(query), score, DEPTH)

    def cross_encoded(self, query: dict[str, Any]) -> list[str]:
        first = self.chunked_expanded(query)
        if query["language"] != "en" or not first:
            return first
        asked = self.asked(query)
        return self.parts["rerank"](first, lambda id: read_together(asked, self.texts[id]), READ_TOGETHER)

    def all(self) -> dict[str, Ranking]:
        ways = (
            self.words, self.expanded, self.dense, self.fused, self.chunked, self.chunked_expanded, self.reranked,
            self.cross_encoded,
        )  # fmt: skip
        return dict(zip(WAYS, ways, strict=True))


@functools.cache
def cross_encoder() -> Any:
    from cross_encoder import CrossEncoder

    return CrossEncoder.load()


@functools.cache
def read_together(question: str, passage: str) -> float:
    """How sure the cross-encoder is that a passage answers; each pair is read once, in however many corpora it stands."""
    return float(cross_encoder().answers(question, [passage])[0])


def measured(parts: dict[str, Any], world: World) -> dict[str, dict[str, float]]:
    """nDCG@10 of each way, by language, over the questions that the corpus answers."""
    from rag_scorer import retrieval_scores

    found: dict[str, dict[str, float]] = {}
    for name, way in Ways(parts, world).all().items():
        scores: dict[str, list[float]] = {"en": [], "he": []}
        for query in world["queries"]:
            gold = world["gold"][query["id"]]
            if gold["answers"] and not (name == "dense" and query["language"] == "he"):
                scores[query["language"]].append(retrieval_scores(way(query)[:10], gold["relevance"])[0])
        found[name] = {language: statistics.mean(values) for language, values in scores.items() if values}
    return found


def of_systems(parts: dict[str, Any], world: World) -> dict[str, dict[str, float]]:
    """Token F1 and abstention (values, not lower ends) of whole systems."""
    from rag_scorer import evaluate

    found = {}
    for name in ("RagSystem", "BaselineSystem"):
        metrics = evaluate(parts[name](world["corpus"]), world)["metrics"]
        found[name] = {measure: metrics[measure]["value"] for measure in ("ndcg", "f1", "abstention")}
    return found


def with_reader(parts: dict[str, Any], name: str) -> type:
    """A system of one way of ranking and the given reader."""
    from rag_contract import abstention, readable_text
    from reader import Names, kinds_asked, nearest

    analyze, coverage, sentence_spans = (parts[part] for part in ("analyze", "coverage", "sentence_spans"))

    class System:
        def __init__(self, corpus: dict[str, Any]) -> None:
            self.ways = Ways(parts, {"corpus": corpus}) if corpus["passages"] else None
            self.way = self.ways.all()[name] if self.ways else None
            written = [one for one in corpus["passages"] if one["kind"] == "text"]
            self.texts = {one["id"]: readable_text(one, corpus["transcripts"]) for one in corpus["passages"]}
            self.names = Names((one["title"], self.texts[one["id"]], one["language"]) for one in written)

        def retrieve(self, query: dict[str, Any], k: int = 10) -> list[str]:
            return self.way(query)[:k] if self.way else []

        def answer(self, query: dict[str, Any]) -> Any:
            if not self.ways:
                return abstention()
            asked = self.ways.asked(query)
            terms, kinds = analyze(asked), kinds_asked(asked)
            weights = {term: parts["idf"](self.ways.index, term) for term in set(terms)}
            found = []
            for place, id in enumerate(self.retrieve(query, READ)):
                for start, end in sentence_spans(self.texts[id]):
                    sentence = self.texts[id][start:end]
                    text = nearest(terms, sentence, analyze, kinds, self.names)
                    if text:
                        share = coverage(sorted(weights), analyze(sentence), weights)
                        found.append((share - place / 10, text, id))
            if not found:
                return abstention()
            score, text, id = max(found)
            sure = min(1.0, max(0.0, score))
            return {"text": text, "citations": [id], "abstained": False, "confidence": sure}

    return System


def points(tests: Any, system: type, folders: list[Path]) -> dict[str, float]:
    """What a system earns, of all cases of the hidden test, on a pair of worlds; the first is its public world too."""
    from rag_contract import load_world
    from rag_variants import load_variants

    read = [(load_world(folder), load_variants(folder)) for folder in folders]
    names = tests.namespace
    names["MEMO"].clear()
    names["load_hidden"] = lambda: read
    names["public_world"] = lambda: read[0][0]
    earned = 0.0
    for case in tests.cases:
        try:
            case.function(system)
        except Exception:  # what fails earns nothing, whatever it raises: as in grading
            continue
        earned += case.points
    return {"points": earned}


def pairs(seeds: int, folder: Path) -> Iterator[tuple[int, list[Path]]]:
    from autograder.worlds import write_world
    from autograder.worlds.hidden import hidden_worlds

    wording, profile = WORLDS["demanding"]
    for seed in range(seeds):
        made = hidden_worlds(f"ladder {seed}", media=False, wording=wording, profile=profile)
        yield seed, [write_world(one, folder / f"pair-{seed}-{number}") for number, one in enumerate(made)]


def worlds(seeds: int, folder: Path, kinds: list[str]) -> Iterator[tuple[str, int, World]]:
    from rag_contract import load_world

    from autograder.worlds import make_world, write_world

    for seed in range(seeds):
        for kind in kinds:
            wording, profile = WORLDS[kind]
            made = make_world(f"ladder {seed}", media=False, wording=wording, profile=profile)
            yield kind, seed, load_world(write_world(made, folder / f"{kind}-{seed}"))


def keep_vectors(parts: dict[str, Any], path: Path | None) -> Callable[[], None]:
    """Take vectors from a file, if there is one; what is returned writes them there."""
    import numpy as np

    known = parts["vectors_of"].__globals__["VECTORS"]
    if path and path.exists():
        with np.load(path) as stored:
            known.update(zip(stored["texts"].tolist(), stored["vectors"], strict=True))

    def write() -> None:
        if path:
            np.savez(path, texts=np.array(list(known)), vectors=np.array(list(known.values())))

    return write


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown: a line for each way, a column for each kind of world and language."""
    lines = []
    for name in rows[0]["found"]:
        cells = []
        for kind in dict.fromkeys(row["kind"] for row in rows):
            for column in rows[0]["found"].get("BM25", rows[0]["found"][name]):
                values = [
                    row["found"][name][column] for row in rows if row["kind"] == kind and column in row["found"][name]
                ]
                spread = statistics.stdev(values) if len(values) > 1 else 0.0
                cells.append(f"{statistics.mean(values):.2f} ± {spread:.2f}" if values else "")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--worlds", choices=[*WORLDS, "all"], default="all")
    parser.add_argument("--points", action="store_true", help="what each way earns with the given reader")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS, help="only these, with --points")
    parser.add_argument("--systems", action="store_true", help="measure whole systems in place of rankings")
    parser.add_argument("--out", type=Path, help="a file for the rows, as JSON")
    parser.add_argument("--vectors", type=Path, help="a file for the encoder's vectors, .npz")
    options = parser.parse_args()
    sys.path.insert(0, str(KIT))

    import torch

    from autograder.authoring.catalogue import find_assignment
    from autograder.grading.staging import given_files
    from autograder.judge.reference import importable, load_reference

    torch.set_num_threads(1)  # the same sums in the same order on every machine
    assignment = find_assignment(NAME, KIT)
    kinds = list(WORLDS) if options.worlds == "all" else [options.worlds]
    rows = []
    with given_files(assignment) as given, importable(given), tempfile.TemporaryDirectory() as folder:
        parts = load_reference(assignment, given)
        write_vectors = keep_vectors(parts, options.vectors)
        if options.points:
            from autograder.authoring.test_files import load_test_file

            tests = load_test_file(assignment.exercise("RagSystem").tests)
            for seed, folders in pairs(options.seeds, Path(folder)):
                earned = {name: points(tests, with_reader(parts, name), folders) for name in options.ways}
                rows.append({"kind": "demanding", "seed": seed, "found": earned})
                print(rows[-1], file=sys.stderr, flush=True)
                write_vectors()
        for kind, seed, world in [] if options.points else worlds(options.seeds, Path(folder), kinds):
            found = (of_systems if options.systems else measured)(parts, world)
            rows.append({"kind": kind, "seed": seed, "found": found})
            write_vectors()
            if options.out:
                options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
