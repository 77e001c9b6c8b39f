"""Nothing relevant counts as perfect.

Where nothing is relevant no ranking can be right. 0/0 counts 0.0 here, as in trec_eval.
"""

# exercise: ndcg_at
FAILS = ("test_nothing",)
import math


def ndcg_at(ranking, relevance, k):
    gain = sum(relevance.get(name, 0) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 1.0
