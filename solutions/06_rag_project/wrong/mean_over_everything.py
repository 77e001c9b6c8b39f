"""Queries that nobody judged count 0.

Without a judgement nothing can be said about a ranking. Only judged queries count.
"""

# exercise: rank_measures
FAILS = ("test_unjudged_queries",)


def mean_over_queries(measure, rankings, judgements):
    values = [measure(rankings.get(query, []), relevance) for query, relevance in judgements.items()]
    return sum(values) / len(rankings | judgements) if values else 0.0
