"""The number of the best epoch is a tensor.

`argmin` gives a tensor. The number of an epoch was asked for, an int: `int(…)` or `.item()`.
"""

# exercise: fit
FAILS = ("test_types",)
EDGE = True
import copy

import torch


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, weights = [], None
    for epoch in range(max_epochs):
        history.append({"train": run_epoch()} | {name: measure() for name, measure in measures.items()})
        best = torch.tensor([losses["validation"] for losses in history]).argmin()
        if best == epoch:
            weights = copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if epoch - best >= patience:
            break
    model.load_state_dict(weights)
    return history, best
