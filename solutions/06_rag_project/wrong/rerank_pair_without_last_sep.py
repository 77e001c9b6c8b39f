"""The end is cut off with its [SEP].

You make the whole input and cut it at `longest`. What is cut off has the last [SEP] in it; make room for it first.
"""

# exercise: rerank
FAILS = ("test_the_passage_is_cut", "test_edges_of_pairs")


def pair_input(question, passage, longest):
    ids = [101, *question, 102, *passage, 102]
    types = [0] * (len(question) + 2) + [1] * (len(passage) + 1)
    return ids[:longest], types[:longest]


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
