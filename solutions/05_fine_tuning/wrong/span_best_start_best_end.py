"""The best start and the best end, each on its own.

You take the highest start and the highest end. Together they may not be a span at all: the end may come first, or far
behind. Compare sums of pairs.
"""

# exercise: qa_best_span
FAILS = ("test_order", "test_length", "test_agrees_with_the_table")
HEADLINE = True


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    i = int(start.masked_fill(~in_passage, float("-inf")).argmax())
    j = int(end.masked_fill(~in_passage, float("-inf")).argmax())
    return (i, j) if float(start[i] + end[j]) > float(start[0] + end[0]) + threshold else None
