"""Everything is scored.

The score is slow; that is why only the first `depth` ids get one.
"""

# exercise: rerank
FAILS = ("test_tail", "test_calls", "test_depths")


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking, key=lambda name: -score(name))
