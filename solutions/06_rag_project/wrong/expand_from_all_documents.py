"""All documents are feedback.

You add up over all documents that hold the term. Only the feedback documents tell what the question is about.
"""

# exercise: expand_query
FAILS = ("test_best_term", "test_agrees", "test_little_feedback")


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in places)
        if share and term not in terms:
            weights[term] = share * idf(index, term)
    return list(terms) + sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
