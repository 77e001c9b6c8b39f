"""The question is gone.

You return only the new terms. What was asked must stay, and come first.
"""

# exercise: expand_query
FAILS = ("test_own_terms",)


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if share and term not in terms:
            weights[term] = share * idf(index, term)
    return sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
