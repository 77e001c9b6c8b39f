"""Postings with zeros.

You list each document under each term, most of them with 0. Then every document shares every term, and the document
frequency is N for all. Only documents that hold the term are listed.
"""

# exercise: build_index
FAILS = ("test_postings", "test_agrees_with_scikit_learn")
from collections import Counter


def build_index(documents):
    postings = {}
    for name, terms in documents.items():
        for term, count in Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    postings = {term: {name: places.get(name, 0) for name in documents} for term, places in postings.items()}
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}
