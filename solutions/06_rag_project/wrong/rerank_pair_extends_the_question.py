"""The given list is extended.

`+=` changes the list that you were given. Make a new one.
"""

# exercise: rerank
FAILS = ("test_edges_of_pairs",)


def pair_input(question, passage, longest):
    room = longest - len(question) - 3
    size = len(question) + 2
    ids = question
    ids.insert(0, 101)
    ids += [102, *passage[:room], 102]
    return ids, [0] * size + [1] * (len(ids) - size)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
