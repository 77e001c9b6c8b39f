"""Queries without an answer are left out of the mean.

A system that answers only what it is sure of would have the best MRR of all. Every judged query counts; one that
found nothing counts 0.
"""

# exercise: rank_measures
FAILS = ("test_mean_of_what_was_not_found", "test_mean_over_all")
HEADLINE = True


def mean_over_queries(measure, rankings, judgements):
    values = [measure(rankings.get(query, []), relevance) for query, relevance in judgements.items()]
    values = [value for value in values if value > 0]
    return sum(values) / len(values) if values else 0.0
