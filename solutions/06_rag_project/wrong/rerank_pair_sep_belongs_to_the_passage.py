"""The first [SEP] has type 1.

The [SEP] that ends the question belongs to it: its type is 0.
"""

# exercise: rerank
FAILS = ("test_types",)


def pair_input(question, passage, longest):
    ids = [101, *question, 102, *passage[: longest - len(question) - 3], 102]
    return ids, [0] * (len(question) + 1) + [1] * (len(ids) - len(question) - 1)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
