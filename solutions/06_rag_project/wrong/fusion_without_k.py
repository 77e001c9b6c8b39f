"""1 / place.

Without k the first place of any ranking outweighs everything else. The constant makes first and second place nearly
equal, so that agreement counts.
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_by_hand", "test_many", "test_k")
HEADLINE = True


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / place
    return scores
