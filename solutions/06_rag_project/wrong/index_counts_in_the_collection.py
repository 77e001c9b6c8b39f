"""The count over all documents in place of that of one.

A posting holds how often the term occurs in this document. Yours holds how often it occurs in the whole collection.
"""

# exercise: build_index
FAILS = ("test_postings", "test_agrees_with_scikit_learn")
from collections import Counter


def build_index(documents):
    postings = {}
    whole = Counter(term for terms in documents.values() for term in terms)
    for name, terms in documents.items():
        for term in terms:
            postings.setdefault(term, {})[name] = whole[term]
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}
