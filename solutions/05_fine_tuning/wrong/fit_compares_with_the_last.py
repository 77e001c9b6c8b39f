"""Compared with the epoch before.

You ask whether the loss is lower than in the epoch before. After a high one, a middling epoch looks like an
improvement, although a better one came earlier.
"""

# exercise: fit
FAILS = ("test_best_epoch",)
import copy


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best_epoch, best_weights = [], None, None
    for epoch in range(max_epochs):
        losses = {"train": run_epoch()}
        losses |= {name: measure() for name, measure in measures.items()}
        history.append(losses)
        if best_epoch is None or losses["validation"] < history[-2]["validation"]:
            best_epoch, best_weights = epoch, copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if epoch - best_epoch >= patience:
            break
    model.load_state_dict(best_weights)
    return history, best_epoch
