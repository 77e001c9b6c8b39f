"""The worst first.

sorted begins with the smallest. The larger the score, the better.
"""

# exercise: rerank
FAILS = ("test_head",)


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: score(name)) + ranking[depth:]
