"""The postings live on from call to call.

Your dictionary of postings is made once, when the function is defined. The second index holds the terms of the first.
"""

# exercise: build_index
FAILS = ("test_on_its_own",)
from collections import Counter


def build_index(documents, postings={}):  # noqa: B006 - the mistake
    for name, terms in documents.items():
        for term, count in Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}
