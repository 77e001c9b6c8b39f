"""The passage comes first.

The order is question, then passage: the model was trained so, and the types say which is which.
"""

# exercise: rerank
FAILS = ("test_one_input",)


def pair_input(question, passage, longest):
    first = [101, *passage[: longest - len(question) - 3], 102]
    second = [*question, 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
