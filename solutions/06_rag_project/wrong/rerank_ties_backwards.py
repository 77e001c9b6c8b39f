"""Equal scores turned around.

You sort ascending and reverse the list, and with it those that are equal. What stood first stays first.
"""

# exercise: rerank
FAILS = ("test_equal_scores", "test_ties")


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=score)[::-1] + ranking[depth:]
