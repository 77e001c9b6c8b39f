"""Occurrences in place of documents.

n is the number of documents that hold the term, not how often it occurs in all of them together.
"""

# exercise: bm25_scores
import math


def idf(index, term):
    n = min(sum(index["postings"].get(term, {}).values()), len(index["lengths"]))
    return math.log(1 + (len(index["lengths"]) - n + 0.5) / (n + 0.5))
