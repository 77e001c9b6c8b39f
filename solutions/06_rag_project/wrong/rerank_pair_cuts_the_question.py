"""The question is cut, not the passage.

You cut the whole input from its front, so that the passage stays whole and the question loses words. A question without its
words asks something else.
"""

# exercise: rerank
FAILS = ("test_the_passage_is_cut", "test_edges_of_pairs")
HEADLINE = True


def pair_input(question, passage, longest):
    question = question[max(0, len(question) + len(passage) + 3 - longest) :]
    first = [101, *question, 102]
    second = [*passage, 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name)) + ranking[depth:]
