"""Part I with arrays: NumPy where there are numbers, sorting by several keys at once, regular expressions elsewhere."""

# exercise: analyze, build_index, bm25_scores, rank, precision_recall, rank_measures, ndcg_at, expand_query, dense_ranking, reciprocal_rank_fusion, rerank, chunk, build_prompt, cited_answer
import re
import unicodedata
from collections import defaultdict

import numpy as np
from rag_contract import Answer, abstention
from stop_words import STOP_WORDS

QUOTED = re.compile(r"(?<=[^\W\d_])['\"‘’“”׳״](?=[^\W\d_])")


def analyze(text):
    plain = re.sub(
        ".",
        lambda m: "" if unicodedata.category(m[0]) == "Mn" else m[0],
        unicodedata.normalize("NFKD", text),
        flags=re.S,
    )
    words = [m[0] for m in re.finditer(r"[^\W_](?:[^\W_]|(?<=\d)[.,:](?=\d))*", QUOTED.sub("", plain).casefold())]
    words = [word for word in words if word not in STOP_WORDS]
    words = [re.sub(r"\A(?=[a-z]{3})([a-z]*?)(?<![ea])ies\Z", r"\1y#", word) for word in words]
    words = [re.sub(r"\A(?=[a-z]{3})([a-z]*?)(?<![aeo])es\Z", r"\1e#", word) for word in words]
    words = [re.sub(r"\A(?=[a-z]{3})([a-z]*?)(?<![us])s\Z", r"\1", word).rstrip("#") for word in words]
    return [re.sub(r"\A[והבלכמש]+?(?=(?:(?![והבלכמש])[א-ת]{3,}|[א-ת]{3})\Z)", "", word) for word in words]


def build_index(documents):
    postings = defaultdict(dict)
    for name, terms in documents.items():
        names, counts = np.unique(np.array(terms, dtype=object).astype(str), return_counts=True)
        for term, count in zip(names.tolist(), counts.tolist(), strict=True):
            postings[term][name] = count
    return {"postings": dict(postings), "lengths": {name: len(terms) for name, terms in documents.items()}}


def idf(index, term):
    n = np.float64(len(index["postings"].get(term, ())))
    return float(np.log1p((len(index["lengths"]) - n + 0.5) / (n + 0.5)))


def bm25_scores(index, terms, k1=1.5, b=0.75):
    ids = list(index["lengths"])
    lengths = np.array([index["lengths"][name] for name in ids], dtype=float)
    counts = np.array([[index["postings"].get(t, {}).get(name, 0) for name in ids] for t in terms], dtype=float)
    counts = counts.reshape(len(terms), len(ids))
    weights = np.array([idf(index, term) for term in terms])
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.nan_to_num(counts / (counts + k1 * (1 - b + b * lengths / lengths.mean()))) if ids else counts
    found = counts.any(axis=0)
    return {name: float(s) for name, s, here in zip(ids, weights @ shares, found, strict=True) if here}


def rank(scores, k=None):
    names = np.array(list(scores), dtype=object)
    order = np.lexsort((names.astype(str), [-scores[name] for name in names])) if len(names) else []
    return [str(names[i]) for i in order][slice(k)]


def _hits(ranking, relevance, least):
    return np.array([relevance.get(name, 0) >= least for name in ranking], dtype=float)


def precision_at(ranking, relevance, k, least=1):
    return _hits(ranking[:k], relevance, least).sum() / k


def recall_at(ranking, relevance, k, least=1):
    relevant = sum(grade >= least for grade in relevance.values())
    return _hits(ranking[:k], relevance, least).sum() / max(relevant, 1)


def reciprocal_rank(ranking, relevance, least=1):
    places = np.flatnonzero(_hits(ranking, relevance, least))
    return 1 / (1 + places[0]) if places.size else 0.0


def average_precision(ranking, relevance, least=1):
    hits = _hits(ranking, relevance, least)
    precisions = hits.cumsum() / np.arange(1, len(hits) + 1)
    return (precisions * hits).sum() / max(sum(grade >= least for grade in relevance.values()), 1)


def mean_over_queries(measure, rankings, judgements):
    return float(np.mean([measure(rankings.get(q, []), judged) for q, judged in judgements.items()] or [0.0]))


def ndcg_at(ranking, relevance, k):
    discounts = 1 / np.log2(np.arange(2, k + 2))
    gains = np.zeros((2, k))
    for row, values in enumerate(([relevance.get(n, 0) for n in ranking], sorted(relevance.values(), reverse=True))):
        gains[row, : len(values[:k])] = values[:k]
    found, best = gains @ discounts
    return found / best if best > 0 else 0.0


def expand_query(index, terms, feedback, n_terms):
    vocabulary = sorted(set(index["postings"]) - set(terms))
    lengths = np.array([max(index["lengths"][name], 1) for name in feedback], dtype=float)
    counts = np.array([[index["postings"][t].get(name, 0) for name in feedback] for t in vocabulary], dtype=float)
    counts = counts.reshape(len(vocabulary), len(feedback))
    weights = (counts / lengths).sum(axis=1) * np.array([idf(index, term) for term in vocabulary])
    order = np.argsort(-weights, kind="stable")[:n_terms]
    return list(terms) + [vocabulary[i] for i in order if weights[i] > 0]


def dense_ranking(query_vector, vectors, ids, k):
    def directions(rows):
        rows = np.asarray(rows, dtype=np.float64)
        length = np.sqrt((rows**2).sum(axis=-1, keepdims=True))
        return np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)

    cosines = np.einsum("nd,d->n", directions(vectors), directions(query_vector))
    order = np.lexsort((np.array(ids), -cosines))[:k]
    return [(ids[i], float(cosines[i])) for i in order]


def reciprocal_rank_fusion(rankings, k=60):
    ids = sorted(set().union(*rankings))
    scores = np.zeros(len(ids))
    for ranking in rankings:
        rows = np.array([ids.index(name) for name in ranking], dtype=int)
        scores[rows] += 1 / (k + np.arange(1, len(ranking) + 1))
    return dict(zip(ids, scores.tolist(), strict=True))


def pair_input(question, passage, longest):
    ids = [*np.array([101, *question, 102, *passage])[: longest - 1].tolist(), 102]
    return ids, (np.arange(len(ids)) > len(question) + 1).astype(int).tolist()


def rerank(ranking, score, depth):
    values = np.array([score(name) for name in ranking[:depth]], dtype=float)
    return [ranking[i] for i in np.argsort(-values, kind="stable")] + list(ranking[len(values) :])


def sentence_spans(text):
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in [m.end() for m in re.finditer(r"[.?!](?=\s|\Z)", line[0])] + [len(line[0])]:
            piece = text[start : line.start() + end]
            if piece.strip():
                left = start + len(piece) - len(piece.lstrip())
                spans.append((left, left + len(piece.strip())))
            start = line.start() + end
    return spans


def chunk(text, max_words, overlap=1):
    words = [m.span() for m in re.finditer(r"\S+", text)]
    begins = np.array([start for start, _ in words], dtype=int)
    firsts = []  # the number of the first word of each piece
    for start, end in sentence_spans(text):
        first, behind = np.searchsorted(begins, [start, end])
        firsts += range(first, behind, max_words)
    bounds = np.array([*firsts, len(words)])
    chunks, piece, new = [], 0, 0
    while new < len(firsts):
        stop = int(np.searchsorted(bounds, bounds[piece] + max_words, side="right")) - 1
        chunks.append((words[bounds[piece]][0], words[bounds[stop] - 1][1]))
        new = stop
        if new < len(firsts):
            earliest = int(np.searchsorted(bounds, bounds[new + 1] - max_words, side="left"))
            piece = max(piece, new - overlap, earliest)
    return chunks


def build_prompt(question, passages, max_words):
    template = "Sources, each with its number:\n{}\n\nQ: {}\nUse only the sources. No source, no answer: I don't know."
    sources = [f"[{i}] " + re.sub(r"\s+", " ", passage).strip() for i, passage in enumerate(passages, 1)]
    sizes = np.cumsum([0] + [len(source.split()) for source in sources]) + len(template.format("", question).split())
    count = max(int(np.searchsorted(sizes, max_words, side="right")) - 1, 0)
    return template.format("\n".join(sources[:count]), question)


def coverage(question_terms, sentence_terms, weights):
    asked = list(dict.fromkeys(question_terms))
    if not asked:
        return 0.0
    return float(np.average(np.isin(asked, list(sentence_terms) or [""]), weights=[weights[term] for term in asked]))


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    if not sentences:
        return abstention()
    matches = [re.search(wanted or r"(?s).+", sentence) for _, sentence, _ in sentences]
    shares = [coverage(question_terms, terms, weights) * bool(m) for m, (_, _, terms) in zip(matches, sentences)]  # noqa: B905
    best = int(np.argmax(shares))
    if shares[best] == 0 or shares[best] < threshold:
        return abstention()
    return Answer(text=matches[best][0], citations=[sentences[best][0]], abstained=False, confidence=shares[best])
