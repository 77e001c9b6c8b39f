"""Length in characters.

You add up the lengths of the words. The length of a document is its number of terms; otherwise a text of long words
is a long text.
"""

# exercise: build_index
FAILS = ("test_lengths", "test_length_counts_repetitions")
from collections import Counter


def build_index(documents):
    postings = {}
    for name, terms in documents.items():
        for term, count in Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {
        "postings": postings,
        "lengths": {name: sum(len(term) for term in terms) for name, terms in documents.items()},
    }
