"""Tensors come back in place of numbers.

The docstring promises lists of int and a float. A list of tensors is no list of numbers: what is counted, compared or saved later trips over
it. `tolist` and `item` make plain numbers.
"""

# exercise: evaluate
FAILS = ("test_plain_numbers",)
EDGE = True
import torch
from torch.nn import functional as F


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    scores, answers = [], []
    with torch.no_grad():
        for ids, keep, labels in batches:
            scores.append(model(ids, keep))
            answers.append(labels)
    model.train(was_training)
    scores, answers = torch.cat(scores), torch.cat(answers)
    return {
        "loss": F.cross_entropy(scores, answers),
        "predictions": list(scores.argmax(dim=-1)),
        "labels": list(answers),
    }
