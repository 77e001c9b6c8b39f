"""Equal scores ordered by id.

Where the new score cannot decide, the old ranking still knows something: what stood first stays first. sorted is
stable, so leave ties to it.
"""

# exercise: rerank
FAILS = ("test_equal_scores", "test_ties")


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: (-score(name), name)) + ranking[depth:]
