"""The given ranking is re-ordered.

You sorted the list that you were given. Whoever wants to compare before and after has lost the "before".
"""

# exercise: rerank
FAILS = ("test_left_alone",)


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    ranking[:depth] = sorted(ranking[:depth], key=lambda name: -score(name))
    return ranking
