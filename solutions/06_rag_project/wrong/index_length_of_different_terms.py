"""Length without repetitions.

A document that says ferry five times is five terms long. You count different terms.
"""

# exercise: build_index
FAILS = ("test_lengths", "test_length_counts_repetitions")
from collections import Counter


def build_index(documents):
    postings = {}
    for name, terms in documents.items():
        for term, count in Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {"postings": postings, "lengths": {name: len(set(terms)) for name, terms in documents.items()}}
