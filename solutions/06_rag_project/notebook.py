# ---
# jupyter:
#   jupytext: {formats: "py:percent"}
#   kernelspec: {name: python3, display_name: Python 3}
# ---

# %% [markdown] id="title"
# # Assignment 6 · The RAG project

# %% id="imports" tags=["setup"]
import math
import os
import re
import unicodedata
from collections import Counter

import numpy as np
from rag_contract import Answer, abstention
from stop_words import STOP_WORDS

QUOTES = "'\"‘’“”׳״"  # typed or printed, English or Hebrew (geresh, gershayim)
PLURALS = [("ies", ("eies", "aies"), "y"), ("es", ("aes", "ees", "oes"), "e"), ("s", ("us", "ss"), "")]


# %% id="analyze" exercise="analyze"
def analyze(text):
    """The terms of a text, in its order: what is indexed, and what a question is turned into.

    1. Signs: decompose (NFKD), drop combining marks (category Mn: niqqud, accents), fold case (`str.casefold`).
    2. An apostrophe, a quotation mark, a geresh or a gershayim (one of QUOTES) between two letters is dropped, so that
       דו״ח and דוח, don't and dont are one word.
    3. Terms: longest runs of letters and digits. One of . , : between two digits stays: 09:40, 12.50 and 1,200 are one
       term each. Everything else separates, the maqaf (־) and the hyphen too.
    4. Terms in STOP_WORDS are left out.
    5. Of a term of the letters a to z, the ending of the plural goes: the S stemmer (Harman 1991, Table 1). The first
       rule that applies, and only that one:
           ...ies, but not ...eies, ...aies          ies -> y      (ferries -> ferry)
           ...es,  but not ...aes, ...ees, ...oes    es  -> e      (prices -> price)
           ...s,   but not ...us, ...ss              s   ->        (boats -> boat)
       Of a term of the letters א to ת, one of the seven letters ו ה ב ל כ מ ש at the front goes, again and again, as long
       as at least three letters remain (ומהנמל -> מהנמל -> הנמל -> נמל).

    Args:
        text: any str.

    Returns:
        List of str, with repetitions; empty if nothing is left.
    """
    # BEGIN SOLUTION
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn").casefold()
    text = re.sub(rf"(?<=[^\W\d_])[{QUOTES}](?=[^\W\d_])", "", text)
    terms = []
    for term in re.findall(r"[^\W_]+(?:(?<=\d)[.,:](?=\d)[^\W_]+)*", text):
        if term in STOP_WORDS:
            continue
        if re.fullmatch("[a-z]+", term):
            for ending, but_not, instead in PLURALS:
                if term.endswith(ending) and not term.endswith(but_not):
                    term = term.removesuffix(ending) + instead
                    break
        elif re.fullmatch("[א-ת]+", term):
            while len(term) > 3 and term[0] in "והבלכמש":
                term = term[1:]
        terms.append(term)
    return terms
    # END SOLUTION


# %% id="build-index" exercise="build_index"
def build_index(documents):
    """An inverted index: for each term, where it stands and how often.

    Args:
        documents: dict, id (str) -> list of terms (str), possibly empty; stays as it is.

    Returns:
        {"postings": {term: {id: tf}}, "lengths": {id: length}}. tf is how often the term occurs in that document; only
        documents in which it occurs are listed. length is the number of terms of a document, repetitions counted; each
        document has one, also an empty one (0).
    """
    # BEGIN SOLUTION
    postings = {}
    for name, terms in documents.items():
        for term, count in Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}
    # END SOLUTION


# %% id="bm25" exercise="bm25_scores"
def idf(index, term):
    """How much a term tells: ln(1 + (N - n + 0.5) / (n + 0.5)), where n of the N documents hold the term.

    (Robertson and Spärck Jones 1976, with the 1 + that Lucene added: so it is never negative.)

    Args:
        index: as `build_index` returns it; stays as it is.
        term: a str. A term that no document holds has n = 0 and the largest idf of all.

    Returns:
        A float.
    """
    # BEGIN SOLUTION
    n = len(index["postings"].get(term, {}))
    return math.log(1 + (len(index["lengths"]) - n + 0.5) / (n + 0.5))
    # END SOLUTION


def bm25_scores(index, terms, k1=1.5, b=0.75):
    """BM25 (Robertson and Zaragoza 2009, §3.4; without the constant factor k1 + 1, which no ranking depends on).

    The score of a document d is the sum over the question's terms t of

        idf(t) · tf / (tf + k1 · (1 - b + b · |d| / avg))

    with tf, how often t occurs in d, |d|, the length of d, and avg, the mean length of all documents (empty ones too).

    Args:
        index: as `build_index` returns it; stays as it is.
        terms: list of terms of the question; one that stands there twice counts twice, unknown ones count nothing.
        k1: how late repetition saturates, at least 0.
        b: how much length matters, from 0 to 1.

    Returns:
        Dict, id -> score (float), with exactly the documents that share at least one term with the question.
    """
    # BEGIN SOLUTION
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
    # END SOLUTION


# %% id="rank" exercise="rank"
def rank(scores, k=None):
    """Ids by score, the highest first; of equal scores, the smaller id (as str) first.

    Args:
        scores: dict, id (str) -> number; stays as it is.
        k: at most so many; None: all.

    Returns:
        List of ids.
    """
    # BEGIN SOLUTION
    return sorted(scores, key=lambda name: (-scores[name], name))[:k]
    # END SOLUTION


# %% id="precision-recall" exercise="precision_recall"
def precision_at(ranking, relevance, k, least=1):
    """Which share of the first k places holds a relevant passage.

    Args:
        ranking: list of different ids, the best first; it may have fewer than k. Places that it does not fill hold
            nothing relevant.
        relevance: dict, id -> grade (int). An id that is not in it has grade 0.
        k: int, at least 1.
        least: the lowest grade that counts as relevant.

    Returns:
        A float from 0 to 1.
    """
    # BEGIN SOLUTION
    return sum(relevance.get(name, 0) >= least for name in ranking[:k]) / k
    # END SOLUTION


def recall_at(ranking, relevance, k, least=1):
    """Which share of all relevant passages stands in the first k places.

    Args: as of `precision_at`.

    Returns:
        A float from 0 to 1; 0.0 where nothing is relevant.
    """
    # BEGIN SOLUTION
    relevant = {name for name, grade in relevance.items() if grade >= least}
    return len(relevant & set(ranking[:k])) / len(relevant) if relevant else 0.0
    # END SOLUTION


# %% id="rank-measures" exercise="rank_measures"
def reciprocal_rank(ranking, relevance, least=1):
    """1 / the place of the first relevant passage (places count from 1); 0.0 if none is in the ranking.

    Args: as of `precision_at`.
    """
    # BEGIN SOLUTION
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            return 1 / place
    return 0.0
    # END SOLUTION


def average_precision(ranking, relevance, least=1):
    """The precision at the place of each relevant passage, averaged over all relevant passages, found or not.

    (Manning, Raghavan and Schütze 2008, §8.4.) A relevant passage that is not in the ranking counts 0.

    Args: as of `precision_at`.

    Returns:
        A float from 0 to 1; 0.0 where nothing is relevant.
    """
    # BEGIN SOLUTION
    found, total = 0, 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            found += 1
            total += found / place
    relevant = sum(grade >= least for grade in relevance.values())
    return total / relevant if relevant else 0.0
    # END SOLUTION


def mean_over_queries(measure, rankings, judgements):
    """A measure's mean over all judged queries: of `reciprocal_rank` it is MRR, of `average_precision` MAP.

    Args:
        measure: a function of (ranking, relevance) that returns a number.
        rankings: dict, query id -> ranking. A judged query that is missing here has found nothing: an empty ranking.
        judgements: dict, query id -> relevance. Queries that are not in it do not count.

    Returns:
        A float; 0.0 where no query is judged.
    """
    # BEGIN SOLUTION
    values = [measure(rankings.get(query, []), relevance) for query, relevance in judgements.items()]
    return sum(values) / len(values) if values else 0.0
    # END SOLUTION


# %% id="ndcg" exercise="ndcg_at"
def ndcg_at(ranking, relevance, k):
    """Normalised discounted cumulative gain of the first k places (Järvelin and Kekäläinen 2002, as in trec_eval).

    DCG is the sum over the places r = 1, …, k of grade / log2(r + 1). nDCG is the ranking's DCG divided by the best
    DCG that any ranking of all judged passages could have at k.

    Args:
        ranking: list of different ids, the best first.
        relevance: dict, id -> grade (int, at least 0). An id that is not in it has grade 0.
        k: int, at least 1.

    Returns:
        A float from 0 to 1; 0.0 where no passage has a grade above 0.
    """
    # BEGIN SOLUTION
    gain = sum(relevance.get(name, 0) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
    # END SOLUTION


# %% id="expand" exercise="expand_query"
def expand_query(index, terms, feedback, n_terms):
    """The question's terms, and those that best tell the feedback documents: pseudo-relevance feedback.

    (After Rocchio 1971.) The weight of a term t is the sum over the feedback documents d of tf(t, d) / |d| · idf(t),
    with the idf of `idf`.

    Args:
        index: as `build_index` returns it; stays as it is.
        terms: list of the question's terms; stays as it is.
        feedback: list of different ids of documents that are taken to be relevant (the first few found); perhaps empty.
        n_terms: how many new terms, at most.

    Returns:
        List: the question's terms as they are, then the n_terms terms of the largest weight that are not among them (of
        equal weights, the smaller term first); fewer if the feedback documents do not have so many.
    """
    # BEGIN SOLUTION
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if share and term not in terms:
            weights[term] = share * idf(index, term)
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
    # END SOLUTION


# %% id="dense-ranking" exercise="dense_ranking"
def dense_ranking(query_vector, vectors, ids, k):
    """The k passages whose vectors have the largest cosine with the question's.

    Args:
        query_vector: float array (d,); stays as it is.
        vectors: float array (N, d), a passage's vector in each row, of any length; stays as it is.
        ids: list of N ids (str), row by row.
        k: how many; if it is more than N, all.

    Returns:
        List of (id, cosine), the cosine a float, the largest first, of equal ones the smaller id first. The cosine with
        a vector of zeros is 0.
    """
    # BEGIN SOLUTION
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query_vector)
    cosines = (vectors @ query_vector) / np.where(lengths == 0, 1, lengths)
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
    # END SOLUTION


# %% id="fusion" exercise="reciprocal_rank_fusion"
def reciprocal_rank_fusion(rankings, k=60):
    """One score out of several rankings (Cormack, Clarke and Büttcher 2009): the sum of 1 / (k + place).

    Args:
        rankings: list of rankings, each a list of different ids, the best first; they may differ in length and in ids.
        k: a number, at least 0; the larger, the less the first places stand out.

    Returns:
        Dict, id -> score (float): the sum over the rankings that hold the id; places count from 1. Use `rank` on it.
    """
    # BEGIN SOLUTION
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (k + place)
    return scores
    # END SOLUTION


# %% id="rerank" exercise="rerank"
def rerank(ranking, score, depth):
    """Put the first `depth` places in a new order, and leave the rest behind them as it is.

    Args:
        ranking: list of different ids, the best first; stays as it is.
        score: a function of an id that returns a number, the larger the better. It is slow: it is called once for each
            of the first `depth` ids and for no other.
        depth: int, at least 0; it may be more than there are ids.

    Returns:
        A new list of the same ids. Of equal scores, the one that stood first stays first.
    """
    # BEGIN SOLUTION
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
    # END SOLUTION


# %% id="chunk" exercise="chunk"
def sentence_spans(text):
    """Where each sentence of a text stands.

    A sentence ends behind a full stop, a question mark or an exclamation mark that white space or the end of the text
    follows (so not within 12.50), and at the end of a line.

    Args:
        text: any str.

    Returns:
        List of (start, end), in the order of the text: text[start:end] is the sentence, without white space around it.
        Everything but white space lies in exactly one of them.
    """
    # BEGIN SOLUTION
    pattern = r"(?=\S).*?(?:[.?!](?=\s|\Z)|(?=\s*$))"
    return [match.span() for match in re.finditer(pattern, text, flags=re.MULTILINE)]
    # END SOLUTION


def chunk(text, max_words, overlap=1):
    """Cut a text into chunks of whole sentences.

    Words are what white space separates. A sentence of more than max_words words is first cut into pieces of max_words
    words (the last one may have fewer), and each piece then counts as a sentence. A chunk takes sentences while
    they have, together, at most max_words words. The next chunk begins with the last `overlap` sentences of this one; with
    fewer, or none, if otherwise the next new sentence would not fit.

    Args:
        text: any str.
        max_words: int, at least 1.
        overlap: int, at least 0: how many sentences a chunk shares with the one before.

    Returns:
        List of (start, end), in the order of the text: text[start:end] is the chunk, from the first sign of its first
        sentence to the last sign of its last. Empty for a text without words.
    """
    # BEGIN SOLUTION
    pieces = []  # start, end, number of words
    for start, end in sentence_spans(text):
        words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
        for first in range(0, len(words), max_words):
            part = words[first : first + max_words]
            pieces.append((start + part[0][0], start + part[-1][1], len(part)))
    chunks, first, new = [], 0, 0
    while new < len(pieces):
        last = new
        while last < len(pieces) and sum(words for _, _, words in pieces[first : last + 1]) <= max_words:
            last += 1
        chunks.append((pieces[first][0], pieces[last - 1][1]))
        first, new = max(first, last - overlap), last
        while new < len(pieces) and sum(words for _, _, words in pieces[first : new + 1]) > max_words:
            first += 1
    return chunks
    # END SOLUTION


# %% id="build-prompt" exercise="build_prompt"
def build_prompt(question, passages, max_words):
    """What a language model is asked: an instruction, numbered sources, the question.

    The instruction is in your words. It asks for an answer from the sources alone, with their numbers, and tells the
    model to say "I don't know" (in these words) if they do not hold it.

    Args:
        question: str.
        passages: list of str, the best first. In the prompt each is one line, "[1] " and the text, numbered from 1; line
            breaks and repeated spaces in it become single spaces.
        max_words: how many words (separated by white space) the whole prompt may have. Passages are taken whole and in
            their order; the first that no longer fits, and all behind it, are left out.

    Returns:
        The prompt. The question comes after the sources, word for word.
    """
    # BEGIN SOLUTION
    instruction = (
        "Answer the question from the numbered sources alone, in a few words, and give the number of the source that says "
        'so, as in [1]. If the sources do not hold the answer, say "I don\'t know" and nothing else.'
    )
    lines = [instruction, "", "Sources:", "", f"Question: {question}", "Answer:"]
    for number, passage in enumerate(passages, start=1):
        more = [*lines[:-3], f"[{number}] {' '.join(passage.split())}", *lines[-3:]]
        if len(" ".join(more).split()) > max_words:
            break
        lines = more
    return "\n".join(lines)
    # END SOLUTION


# %% id="cited-answer" exercise="cited_answer"
def coverage(question_terms, sentence_terms, weights):
    """How much of a question a sentence covers.

    Args:
        question_terms: list of terms; a term that stands there twice counts once.
        sentence_terms: list of terms.
        weights: dict, term -> weight (above 0) for each term of the question.

    Returns:
        The summed weight of those of the question's terms that the sentence has, divided by that of all of them: a float
        from 0 to 1; 0.0 for a question without terms.
    """
    # BEGIN SOLUTION
    asked = set(question_terms)
    whole = sum(weights[term] for term in sorted(asked))
    return sum(weights[term] for term in sorted(asked & set(sentence_terms))) / whole if asked else 0.0
    # END SOLUTION


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    """Answer with the best sentence, or with what is wanted of it, and say where it stands; or abstain.

    Args:
        question_terms: list of terms.
        sentences: list of (id of the passage, sentence as it stands there, its terms), those of the best passage first.
        weights: dict, term -> weight (above 0) for each term of the question.
        threshold: from 0 to 1. Below this confidence the system says that it does not know.
        wanted: None, or a regular expression of what the answer looks like (r"\\d+:\\d+" for a time). Sentences in which
            it is not found (`re.search`) cannot answer.

    Returns:
        An Answer. Its confidence is the `coverage` of the sentence that covers most of the question (of equal ones the
        first); its text is that sentence, or the first match of `wanted` in it; its citations hold the id of that
        sentence's passage and nothing else. Where there is no such sentence, where it covers nothing, or where its
        confidence is below the threshold: `abstention()`.
    """
    # BEGIN SOLUTION
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
    # END SOLUTION
