"""All types are 0.

The types tell the question from the passage: 1 behind the first [SEP].
"""

# exercise: rerank
FAILS = ("test_types",)


def pair_input(question, passage, longest):
    ids = [101, *question, 102, *passage[: longest - len(question) - 3], 102]
    return ids, [0] * len(ids)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
