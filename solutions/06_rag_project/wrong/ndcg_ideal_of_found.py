"""The best DCG made of what was found.

You sort the grades of the ranking itself. A ranking that misses the best passages is then as good as perfect. The
ideal is made of all judged passages.
"""

# exercise: ndcg_at
FAILS = ("test_by_hand", "test_agrees_with_trec_eval", "test_ideal_of_all")
HEADLINE = True
import math


def ndcg_at(ranking, relevance, k):
    gain = sum(relevance.get(name, 0) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted((relevance.get(name, 0) for name in ranking), reverse=True)[:k]
    best = sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
