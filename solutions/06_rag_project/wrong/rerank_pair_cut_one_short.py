"""One id too few.

An input of just `longest` ids is allowed. You leave room for four special ids; there are three.
"""

# exercise: rerank
FAILS = ("test_edges_of_pairs",)


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: max(0, longest - len(first) - 2)], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
