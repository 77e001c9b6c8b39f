"""What each part of retrieval adds, on worlds told in the public world's sentences and in held-out ones, seed by seed.

    python benchmarks/ladder.py                     ten seeds; some minutes
    python benchmarks/ladder.py --seeds 3           fewer
    python benchmarks/ladder.py --systems           whole systems too: the reference and the skeleton that students start from

A seed makes a world twice: with the same facts, once in the wordings of the public world, once in held-out ones (see
`autograder.worlds.texts`). Retrieval is that of Part I of assignment 6, over passages and the (perfect) transcripts of pictures and recordings:

    BM25                  words
    + expansion           BM25 again, with five terms of the first three passages
    dense                 the encoder's vectors of whole passages
    fused                 BM25 and dense
    fused, chunks         dense over chunks of at most 40 words; a passage is as near as its nearest chunk
    fused, re-ranked      the first 20 of these anew, by their nearest sentence and their share of the question's terms

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
WORDINGS = ("public", "held-out")
World = dict[str, Any]
Ranking = Callable[[dict[str, Any]], list[str]]


def rankings(parts: dict[str, Any], world: World) -> dict[str, Ranking]:
    """The ways of ranking, by name; `parts` are the functions of Part I."""
    import numpy as np
    from rag_contract import content_hash, readable_text

    analyze, rank, bm25, fuse = (parts[name] for name in ("analyze", "rank", "bm25_scores", "reciprocal_rank_fusion"))
    corpus = world["corpus"]
    texts = {one["id"]: f"{one['title']}\n{readable_text(one, corpus['transcripts'])}" for one in corpus["passages"]}
    index = parts["build_index"]({id: analyze(text) for id, text in texts.items()})
    spans = {id: parts["chunk"](text, 40) for id, text in texts.items()}
    chunks = [(id, texts[id][start:end]) for id, found in spans.items() for start, end in found]
    spans = {id: parts["sentence_spans"](text) for id, text in texts.items()}
    sentences = [(id, texts[id][start:end]) for id, found in spans.items() for start, end in found]
    vectors_of = parts["vectors_of"]
    whole, pieces, single = (
        vectors_of([text for _, text in some]) for some in (list(texts.items()), chunks, sentences)
    )

    def asked(query: dict[str, Any]) -> str:
        heard = [query[name] for name in ("image", "recording") if query[name]]
        return " ".join([query["text"], *(corpus["transcripts"].get(content_hash(one), "") for one in heard)])

    def nearest(vectors: Any, owners: list[str], query: dict[str, Any]) -> dict[str, float]:
        cosines = vectors @ vectors_of([asked(query)])[0]
        best: dict[str, float] = {}
        for owner, cosine in zip(owners, cosines.tolist(), strict=True):
            best[owner] = max(best.get(owner, -1.0), cosine)
        return best

    def words(query: dict[str, Any]) -> list[str]:
        return rank(bm25(index, analyze(asked(query))))

    def expanded(query: dict[str, Any]) -> list[str]:
        terms = analyze(asked(query))
        return rank(bm25(index, parts["expand_query"](index, terms, words(query)[:3], 5)))

    def dense(query: dict[str, Any]) -> list[str]:
        return rank(nearest(whole, list(texts), query))

    def fused(query: dict[str, Any]) -> list[str]:
        return rank(fuse([words(query), dense(query)[:50]]))

    def chunked(query: dict[str, Any]) -> list[str]:
        return rank(fuse([words(query), rank(nearest(pieces, [id for id, _ in chunks], query))[:50]]))

    def reranked(query: dict[str, Any]) -> list[str]:
        near = nearest(single, [id for id, _ in sentences], query)
        terms = set(analyze(asked(query)))
        weights = {term: parts["idf"](index, term) for term in terms}
        held = {id: {term for term in terms if id in index["postings"].get(term, {})} for id in texts}
        share = {id: parts["coverage"](sorted(terms), sorted(held[id]), weights) for id in texts}
        return parts["rerank"](chunked(query), lambda id: near[id] + share[id], 20)

    assert np.isfinite(whole).all()
    return {
        "BM25": words,
        "+ expansion": expanded,
        "dense": dense,
        "fused": fused,
        "fused, chunks": chunked,
        "fused, re-ranked": reranked,
    }


def measured(parts: dict[str, Any], world: World) -> dict[str, dict[str, float]]:
    """nDCG@10 of each way, by language, over the questions that the corpus answers."""
    from rag_scorer import retrieval_scores

    found: dict[str, dict[str, float]] = {}
    for name, way in rankings(parts, world).items():
        scores: dict[str, list[float]] = {"en": [], "he": []}
        for query in world["queries"]:
            if world["gold"][query["id"]]["answers"]:
                relevance = world["gold"][query["id"]]["relevance"]
                scores[query["language"]].append(retrieval_scores(way(query)[:10], relevance)[0])
        found[name] = {language: statistics.mean(values) for language, values in scores.items()}
    return found


def of_systems(parts: dict[str, Any], world: World) -> dict[str, dict[str, float]]:
    """Token F1 and abstention (values, not lower ends) of whole systems."""
    from rag_scorer import evaluate

    found = {}
    for name in ("RagSystem", "BaselineSystem"):
        metrics = evaluate(parts[name](world["corpus"]), world)["metrics"]
        found[name] = {measure: metrics[measure]["value"] for measure in ("ndcg", "f1", "abstention")}
    return found


def worlds(seeds: int, folder: Path) -> Iterator[tuple[str, int, World]]:
    from rag_contract import load_world

    from autograder.worlds import make_world, write_world

    for seed in range(seeds):
        for wording in WORDINGS:
            made = make_world(f"ladder {seed}", media=False, wording=wording)
            yield wording, seed, load_world(write_world(made, folder / f"{wording}-{seed}"))


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown: a line for each way, a pair of columns for each wording."""
    lines = []
    for name in rows[0]["found"]:
        cells = []
        for wording in WORDINGS:
            for column in rows[0]["found"][name]:
                values = [row["found"][name][column] for row in rows if row["wording"] == wording]
                spread = statistics.stdev(values) if len(values) > 1 else 0.0
                cells.append(f"{statistics.mean(values):.2f} ± {spread:.2f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--systems", action="store_true", help="measure whole systems in place of rankings")
    parser.add_argument("--out", type=Path, help="a file for the rows, as JSON")
    options = parser.parse_args()
    sys.path.insert(0, str(KIT))

    import torch

    from autograder.authoring.catalogue import find_assignment
    from autograder.grading.staging import given_files
    from autograder.judge.reference import importable, load_reference

    torch.set_num_threads(1)  # the same sums in the same order on every machine
    assignment = find_assignment(NAME, KIT)
    rows = []
    with given_files(assignment) as given, importable(given), tempfile.TemporaryDirectory() as folder:
        parts = load_reference(assignment, given)
        for wording, seed, world in worlds(options.seeds, Path(folder)):
            found = (of_systems if options.systems else measured)(parts, world)
            rows.append({"wording": wording, "seed": seed, "found": found})
            if options.out:
                options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
