"""Frequent words win.

Terms that stand in nearly every document get the most weight. Multiply by idf.
"""

# exercise: expand_query
FAILS = ("test_rare_term", "test_agrees", "test_share_and_idf")
HEADLINE = True


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if share and term not in terms:
            weights[term] = share
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
