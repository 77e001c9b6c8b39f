"""Bad epochs counted over the whole training.

You count all epochs without improvement, not those in a row. A new best epoch sets the count back to 0.
"""

# exercise: fit
FAILS = ("test_patience",)
import copy


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best_epoch, best_weights, bad = [], None, None, 0
    for epoch in range(max_epochs):
        losses = {"train": run_epoch()}
        losses |= {name: measure() for name, measure in measures.items()}
        history.append(losses)
        if best_epoch is None or losses["validation"] < history[best_epoch]["validation"]:
            best_epoch, best_weights = epoch, copy.deepcopy(model.state_dict())
        else:
            bad += 1
        if on_epoch is not None:
            on_epoch(history)
        if bad >= patience:
            break
    model.load_state_dict(best_weights)
    return history, best_epoch
