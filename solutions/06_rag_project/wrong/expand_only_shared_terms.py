"""Only terms that all feedback documents hold.

A term in one of the feedback documents is welcome too; its sum is just smaller.
"""

# exercise: expand_query
FAILS = ("test_agrees", "test_little_feedback")


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if feedback and all(name in places for name in feedback) and term not in terms:
            weights[term] = share * idf(index, term)
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
