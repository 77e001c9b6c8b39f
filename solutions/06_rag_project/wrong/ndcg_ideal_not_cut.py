"""The best DCG is not cut at k.

In k places no ranking can show more than k passages: the ideal is cut at k as well.
"""

# exercise: ndcg_at
FAILS = ("test_agrees_with_trec_eval", "test_cut")
import math


def ndcg_at(ranking, relevance, k):
    gain = sum(relevance.get(name, 0) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)
    best = sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
