"""Gain 2^grade - 1.

That is another nDCG, from web search: grade 3 is worth seven times grade 1. Here, as in trec_eval, the gain is the
grade.
"""

# exercise: ndcg_at
FAILS = ("test_by_hand", "test_agrees_with_trec_eval", "test_linear_gain")
HEADLINE = True
import math


def ndcg_at(ranking, relevance, k):
    gain = sum(
        (2 ** relevance.get(name, 0) - 1) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1)
    )
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
