"""The idf of tf-idf.

ln(N / n) is another idf: 0 for a term in every document, and undefined for a term in none. BM25 asks how many
documents hold the term against how many do not.
"""

# exercise: bm25_scores
import math


def idf(index, term):
    n = len(index["postings"].get(term, {}))
    return math.log(max(len(index["lengths"]), 1) / max(n, 0.5))
