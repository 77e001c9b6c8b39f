"""What each part of retrieval adds, on worlds as the public one is and as hidden ones are, seed by seed.

    python benchmarks/ladder.py                     ten seeds; about a minute of processor time each
    python benchmarks/ladder.py --seeds 3           fewer
    python benchmarks/ladder.py --systems           whole systems too: the reference and the skeleton that students start from
    python benchmarks/ladder.py --vectors FILE      keep the encoder's vectors there (.npz), and take from there what it has

A seed makes a world twice: as the public world is told, and as hidden ones are (see `autograder.worlds.profiles` and
`autograder.worlds.texts`). Retrieval is that of Part I of assignment 6, over passages and the (perfect) transcripts of pictures and
recordings, each passage with its title. The encoder has hardly seen Hebrew, so vectors are for English questions only.

    BM25                   words
    BM25, expansion        BM25 again, with five terms of the first three passages
    dense                  the encoder's vectors of whole passages
    fused                  BM25 and dense
    fused, chunks          dense over chunks of at most 40 words, each with the title; a passage is as near as its nearest chunk
    + expansion            these again, BM25 with five terms of the first passage
    + re-ranked            the first 20 of these anew, by their nearest sentence and their share of the question's terms

The table has the mean and the deviation over the seeds of nDCG@10, for English and for Hebrew questions.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

KIT = Path(__file__).resolve().parent.parent
NAME = "06_rag_project"
WORLDS = {"public": ("public", "plain"), "hidden": ("held-out", "demanding")}
"""Name in the table -> wording and profile."""
World = dict[str, Any]
Ranking = Callable[[dict[str, Any]], list[str]]
CHUNK_WORDS, DEPTH, NEAR = 20, 20, 50


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

    def all(self) -> dict[str, Ranking]:
        return {
            "BM25": self.words,
            "BM25, expansion": self.expanded,
            "dense": self.dense,
            "fused": self.fused,
            "fused, chunks": self.chunked,
            "+ expansion": self.chunked_expanded,
            "+ re-ranked": self.reranked,
        }


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
            for column in rows[0]["found"]["BM25" if "BM25" in rows[0]["found"] else name]:
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
    parser.add_argument("--worlds", choices=[*WORLDS, "both"], default="both")
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
    kinds = list(WORLDS) if options.worlds == "both" else [options.worlds]
    rows = []
    with given_files(assignment) as given, importable(given), tempfile.TemporaryDirectory() as folder:
        parts = load_reference(assignment, given)
        write_vectors = keep_vectors(parts, options.vectors)
        for kind, seed, world in worlds(options.seeds, Path(folder), kinds):
            found = (of_systems if options.systems else measured)(parts, world)
            rows.append({"kind": kind, "seed": seed, "found": found})
            write_vectors()
            if options.out:
                options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
