"""The tail is gone.

Behind the first `depth` ids the rest follows, in its old order. Otherwise re-ranking ten loses everything from place
eleven on, and recall with it.
"""

# exercise: rerank
FAILS = ("test_tail", "test_depths")
HEADLINE = True


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name))
