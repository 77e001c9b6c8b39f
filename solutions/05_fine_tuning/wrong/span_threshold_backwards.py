"""The threshold the wrong way round.

You subtract the threshold. The larger τ is, the surer the model must be before it answers, so the span has to beat
start[0] + end[0] + τ.
"""

# exercise: qa_best_span
FAILS = ("test_threshold",)


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    places = in_passage.nonzero().flatten().tolist()
    best, best_score = None, float(start[0] + end[0]) - threshold
    for i in places:
        for j in places:
            if i <= j < i + max_length and float(start[i] + end[j]) > best_score:
                best, best_score = (i, j), float(start[i] + end[j])
    return best
