"""Two inputs behind one another.

Each text got its own [CLS]. There is one input, with one [CLS] at its beginning, from which the score is read.
"""

# exercise: rerank
FAILS = ("test_one_input", "test_edges_of_pairs")


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [101, *passage[: longest - len(first) - 2], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
