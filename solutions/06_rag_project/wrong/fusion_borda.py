"""Points in place of reciprocals.

You give as many points as there are places behind. That is Borda's count: in a long ranking even the tenth place is
worth much. The paper adds 1 / (k + place).
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_by_hand", "test_many", "test_k")


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + (len(ranking) - place + 1) / len(ranking)
    return scores
