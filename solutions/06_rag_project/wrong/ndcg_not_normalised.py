"""DCG without the n.

You return DCG. Divide by the best DCG that is possible, so that queries with many and with few relevant passages can
be averaged.
"""

# exercise: ndcg_at
FAILS = ("test_perfect", "test_by_hand", "test_agrees_with_trec_eval")
import math


def ndcg_at(ranking, relevance, k):
    gain = sum(relevance.get(name, 0) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain if best else 0.0
