"""The answer in the question.

Your span may lie in the question. The question often has the right words, and is never the answer. Look only where
in_passage is True.
"""

# exercise: qa_best_span
FAILS = ("test_in_the_passage", "test_agrees_with_the_table")


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    places = list(range(1, len(start)))
    best, best_score = None, float(start[0] + end[0]) + threshold
    for i in places:
        for j in places:
            if i <= j < i + max_length and float(start[i] + end[j]) > best_score:
                best, best_score = (i, j), float(start[i] + end[j])
    return best
