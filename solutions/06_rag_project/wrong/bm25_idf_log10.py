"""The decimal logarithm.

ln is the natural logarithm: math.log. The ranking would be the same, but not the numbers.
"""

# exercise: bm25_scores
import math


def idf(index, term):
    n = len(index["postings"].get(term, {}))
    return math.log10(1 + (len(index["lengths"]) - n + 0.5) / (n + 0.5))
