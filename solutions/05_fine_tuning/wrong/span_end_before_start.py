"""The end may come before the start.

You look for pairs without asking which of the two comes first. A span starts before it ends, or at the same token.
"""

# exercise: qa_best_span
FAILS = ("test_order", "test_agrees_with_the_table")


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    places = in_passage.nonzero().flatten().tolist()
    best, best_score = None, float(start[0] + end[0]) + threshold
    for i in places:
        for j in places:
            if j < i + max_length and float(start[i] + end[j]) > best_score:
                best, best_score = (i, j), float(start[i] + end[j])
    return best
