"""The question itself grows.

You appended to the list that you were given. The next use of that question finds more terms than were asked.
"""

# exercise: expand_query
FAILS = ("test_left_alone",)


def expand_query(index, terms, feedback, n_terms):
    weights = {}
    for term, places in index["postings"].items():
        share = sum(places[name] / index["lengths"][name] for name in feedback if name in places)
        if share and term not in terms:
            weights[term] = share * idf(index, term)
    terms += sorted(weights, key=lambda term: (-weights[term], term))[:n_terms]
    return terms
