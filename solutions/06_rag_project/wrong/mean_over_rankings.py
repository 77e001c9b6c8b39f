"""Mean over the rankings in place of the judged queries.

A query for which the system returned no ranking is missing from your mean. Go through the judgements.
"""

# exercise: rank_measures
FAILS = ("test_mean_of_what_was_not_found", "test_mean_over_all")
HEADLINE = True


def mean_over_queries(measure, rankings, judgements):
    values = [
        measure(rankings.get(query, []), relevance) for query, relevance in judgements.items() if query in rankings
    ]
    return sum(values) / len(values) if values else 0.0
