"""The weights at the end are the last epoch's.

You stop at the right moment, but the best epoch's weights do not come back. Either nobody loads them, or what you kept is
no copy: state_dict() returns the weights themselves, which go on changing while you train. copy.deepcopy makes a copy.
"""

# exercise: fit
FAILS = ("test_best_weights_come_back", "test_best_weights_of_the_first_epoch", "test_best_weights_without_a_stop")
import copy


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best_epoch, _best_weights = [], None, None
    for epoch in range(max_epochs):
        losses = {"train": run_epoch()}
        losses |= {name: measure() for name, measure in measures.items()}
        history.append(losses)
        if best_epoch is None or losses["validation"] < history[best_epoch]["validation"]:
            best_epoch, _best_weights = epoch, copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if epoch - best_epoch >= patience:
            break
    return history, best_epoch
