"""idf upside down.

Your idf grows with the number of documents that hold the term: common terms count most. N - n belongs above the
fraction line, n below it.
"""

# exercise: bm25_scores
import math


def idf(index, term):
    n = len(index["postings"].get(term, {}))
    return math.log(1 + (n + 0.5) / (len(index["lengths"]) - n + 0.5))
