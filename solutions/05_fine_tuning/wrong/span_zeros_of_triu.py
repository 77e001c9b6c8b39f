"""What is not allowed counts as a sum of 0.

triu and multiplying by a mask put zeros where no span may be. A zero is a fine score among negative ones: the largest
entry of the table is then a span that ends before it starts, or is too long. Put minus infinity there.
"""

# exercise: qa_best_span
FAILS = ("test_negative_scores",)
import torch


def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    size = len(start)
    sums = torch.where(in_passage[:, None] & in_passage[None], start[:, None] + end[None], -torch.inf)
    sums = sums.triu().tril(max_length - 1)
    best = int(sums.argmax())
    if sums.flatten()[best] <= start[0] + end[0] + threshold:
        return None
    return best // size, best % size
