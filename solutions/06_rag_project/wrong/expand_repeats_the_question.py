"""The question's own terms come again.

The best terms of the feedback documents are often those that you asked for. They are there already; look for new
ones.
"""

# exercise: expand_query
FAILS = ("test_best_term", "test_own_terms")


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if share:
            weights[term] = share * idf(index, term)
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
