"""Rare words win, however seldom.

A term that the feedback documents use once among many is as good for you as one that they are about. Multiply idf by
the share tf / |d|, and add up.
"""

# exercise: expand_query
FAILS = ("test_best_term", "test_agrees", "test_share_and_idf")


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if share and term not in terms:
            weights[term] = idf(index, term)
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
