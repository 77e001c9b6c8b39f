"""Places count from 0.

The first place is place 1, and its reciprocal 1. Yours counts on from 0 and adds one too many, or too few.
"""

# exercise: rank_measures


def reciprocal_rank(ranking, relevance, least=1):
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            return 1 / (place + 1)
    return 0.0
