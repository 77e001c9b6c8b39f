"""on_epoch is not called for the last epoch.

You leave the loop before on_epoch is called, so the picture lacks the last point. Call it after every epoch.
"""

# exercise: fit
FAILS = ("test_watcher",)
EDGE = True
import copy


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best_epoch, best_weights = [], None, None
    for epoch in range(max_epochs):
        losses = {"train": run_epoch()}
        losses |= {name: measure() for name, measure in measures.items()}
        history.append(losses)
        if best_epoch is None or losses["validation"] < history[best_epoch]["validation"]:
            best_epoch, best_weights = epoch, copy.deepcopy(model.state_dict())
        if epoch - best_epoch >= patience:
            break
        if on_epoch is not None:
            on_epoch(history)
    model.load_state_dict(best_weights)
    return history, best_epoch
