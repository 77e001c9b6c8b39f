"""A posting says only that the term is there.

Every tf is 1. The postings should say how often the term occurs in the document.
"""

# exercise: build_index
FAILS = ("test_postings", "test_agrees_with_scikit_learn")
HEADLINE = True


def build_index(documents):
    postings = {}
    for name, terms in documents.items():
        for term in terms:
            postings.setdefault(term, {})[name] = 1
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}
