"""Long documents decide.

You add up tf, so a long document outvotes the short ones. Divide tf by the document's length.
"""

# exercise: expand_query
FAILS = ("test_agrees", "test_share_and_idf")


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] for name in feedback if name in places)
        if share and term not in terms:
            weights[term] = share * idf(index, term)
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
