"""No answer judged by the start alone.

You compare the span with twice the start score of [CLS]. The score of no answer is start[0] + end[0], two different
heads.
"""

# exercise: qa_best_span
FAILS = ("test_threshold",)


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    places = in_passage.nonzero().flatten().tolist()
    best, best_score = None, float(start[0] + start[0]) + threshold
    for i in places:
        for j in places:
            if i <= j < i + max_length and float(start[i] + end[j]) > best_score:
                best, best_score = (i, j), float(start[i] + end[j])
    return best
