"""Documents without terms are left out.

An empty document (a picture that the OCR engine could not read) is a document: it counts among the N documents and
for the mean length.
"""

# exercise: build_index
FAILS = ("test_empty_documents",)
from collections import Counter


def build_index(documents):
    postings = {}
    for name, terms in documents.items():
        for term, count in Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items() if terms}}
