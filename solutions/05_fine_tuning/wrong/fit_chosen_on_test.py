"""The best epoch chosen on the test part.

You choose the epoch with the lowest test loss. Then the test has helped to choose, and its number is too good: it no
longer tells how the model does on texts that nobody has looked at.
"""

# exercise: fit
FAILS = ("test_only_validation_decides",)
HEADLINE = True
import copy


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best_epoch, best_weights = [], None, None
    for epoch in range(max_epochs):
        losses = {"train": run_epoch()}
        losses |= {name: measure() for name, measure in measures.items()}
        history.append(losses)
        if best_epoch is None or losses.get("test", losses["validation"]) < history[best_epoch].get(
            "test", history[best_epoch]["validation"]
        ):
            best_epoch, best_weights = epoch, copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if epoch - best_epoch >= patience:
            break
    model.load_state_dict(best_weights)
    return history, best_epoch
