"""The best weights come back only where training was stopped early.

Your function puts the best weights back before it leaves the loop early. Where the loop runs to its last epoch nobody
does. Do it after the loop, in both cases.
"""

# exercise: fit
FAILS = ("test_best_weights_without_a_stop",)
import copy


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best_epoch, best_weights = [], None, None
    for epoch in range(max_epochs):
        losses = {"train": run_epoch()}
        losses |= {name: measure() for name, measure in measures.items()}
        history.append(losses)
        if best_epoch is None or losses["validation"] < history[best_epoch]["validation"]:
            best_epoch, best_weights = epoch, copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if epoch - best_epoch >= patience:
            model.load_state_dict(best_weights)
            break
    return history, best_epoch
