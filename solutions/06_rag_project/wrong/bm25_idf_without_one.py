"""idf without the 1 +.

A term that more than half of the documents hold gets a negative idf, and a document is punished for matching. The 1 +
in the logarithm prevents that.
"""

# exercise: bm25_scores
import math


def idf(index, term):
    n = len(index["postings"].get(term, {}))
    return math.log((len(index["lengths"]) - n + 0.5) / (n + 0.5))
