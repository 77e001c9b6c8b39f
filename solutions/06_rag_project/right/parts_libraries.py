"""Part I by calling the libraries that others have written: bm25s, ir-measures, scikit-learn, heapq."""

# exercise: build_index, bm25_scores, rank, precision_recall, rank_measures, ndcg_at, expand_query, dense_ranking, reciprocal_rank_fusion, rerank
import heapq
import itertools
from collections import Counter, defaultdict

import numpy as np


def build_index(documents):
    from sklearn.feature_extraction import DictVectorizer

    if not documents:
        return {"postings": {}, "lengths": {}}
    counts = [Counter(terms) for terms in documents.values()]
    table = DictVectorizer(sparse=True, dtype=np.int64)
    columns = table.fit_transform(counts).tocoo() if any(counts) else None
    postings, ids = defaultdict(dict), list(documents)
    if columns is not None:
        names = table.get_feature_names_out().tolist()
        for row, column, count in zip(columns.row, columns.col, columns.data.tolist(), strict=True):
            postings[names[column]][ids[row]] = count
    return {"postings": dict(postings), "lengths": dict(zip(ids, map(len, documents.values()), strict=True))}


def idf(index, term):
    from bm25s.scoring import _score_idf_lucene

    return _score_idf_lucene(len(index["postings"].get(term, ())), len(index["lengths"]))


def bm25_scores(index, terms, k1=1.5, b=0.75):
    from bm25s import BM25

    documents = {name: [] for name in index["lengths"]}
    for term in dict.fromkeys(terms):
        for name, tf in index["postings"].get(term, {}).items():
            documents[name] += [term] * tf
    for name, length in index["lengths"].items():  # of other words only the number counts
        documents[name] += [""] * (length - len(documents[name]))
    known = [term for term in terms if term in index["postings"]]
    if not known:
        return {}
    model = BM25(method="lucene", k1=k1, b=b, dtype="float64")
    model.index(list(documents.values()), show_progress=False)
    scores = model.get_scores(known)
    return {name: float(score) for name, score in zip(documents, scores, strict=True) if score > 0}


def rank(scores, k=None):
    heap = [(-score, name) for name, score in scores.items()]
    return [name for _, name in heapq.nsmallest(len(heap) if k is None else k, heap)]


def _measured(measure, ranking, relevance):
    import ir_measures

    judged = [ir_measures.Qrel("q", name, grade) for name, grade in relevance.items()]
    run = [ir_measures.ScoredDoc("q", name, 1 / place) for place, name in enumerate(ranking, start=1)]
    return float(ir_measures.calc_aggregate([measure], judged, run)[measure]) if judged and run else 0.0


def precision_at(ranking, relevance, k, least=1):
    from ir_measures import P

    return _measured(P(rel=least) @ k, ranking, relevance)


def recall_at(ranking, relevance, k, least=1):
    from ir_measures import R

    return _measured(R(rel=least) @ k, ranking, relevance)


def reciprocal_rank(ranking, relevance, least=1):
    from ir_measures import RR

    return _measured(RR(rel=least), ranking, relevance)


def average_precision(ranking, relevance, least=1):
    from ir_measures import AP

    return _measured(AP(rel=least), ranking, relevance)


def mean_over_queries(measure, rankings, judgements):
    import statistics

    rankings = defaultdict(list, rankings)
    return statistics.fmean([measure(rankings[query], judgements[query]) for query in judgements] or [0.0])


def ndcg_at(ranking, relevance, k):
    from ir_measures import nDCG

    return _measured(nDCG @ k, ranking, relevance)


def expand_query(index, terms, feedback, n_terms):
    weights = Counter()
    for name in feedback:
        for term, places in index["postings"].items():
            if name in places:
                weights[term] += places[name] / index["lengths"][name] * idf(index, term)
    new = sorted(((-weight, term) for term, weight in weights.items() if term not in set(terms)), key=lambda x: x)
    return list(itertools.chain(terms, (term for _, term in new[:n_terms])))


def dense_ranking(query_vector, vectors, ids, k):
    from sklearn.metrics.pairwise import cosine_similarity

    if not len(ids):
        return []

    cosines = cosine_similarity(np.atleast_2d(query_vector), vectors)[0].tolist()
    return heapq.nsmallest(k, zip(ids, cosines, strict=True), key=lambda pair: (-pair[1], pair[0]))


def reciprocal_rank_fusion(rankings, k=60):
    scores = Counter()
    for ranking in rankings:
        scores.update({name: 1 / (place + k) for place, name in enumerate(ranking, start=1)})
    return dict(scores)


def pair_input(question, passage, longest):
    first, second = [101, *question, 102], [*passage[: longest - len(question) - 3], 102]
    return list(itertools.chain(first, second)), list(
        itertools.chain(itertools.repeat(0, len(first)), itertools.repeat(1, len(second)))
    )


def rerank(ranking, score, depth):
    scores = dict(zip(ranking[:depth], map(score, ranking[:depth]), strict=True))
    return sorted(scores, key=scores.__getitem__, reverse=True) + ranking[len(scores) :]
