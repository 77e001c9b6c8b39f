"""Early stopping. Losses are scripted, so each case knows where training must stop and what must be kept."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "fit"
points = 8
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def probe_fit(fit, losses, max_epochs, patience, watch=False):
    """Let the student's function train a model whose weight is the number of the epoch, with these losses.

    `losses`: dict of "train" and the measures' names -> the loss after each epoch. Returns a dict of what was seen.
    """
    model = torch.nn.Linear(1, 1)
    ran, measured, watched = [], {name: 0 for name in losses if name != "train"}, []

    def run_epoch():
        with torch.no_grad():
            model.weight.fill_(float(len(ran)))
            model.bias.fill_(-float(len(ran)))
        ran.append(len(ran))
        return losses["train"][len(ran) - 1]

    def measure_of(name):
        def measure():
            measured[name] += 1
            return losses[name][len(ran) - 1]

        return measure

    measures = {name: measure_of(name) for name in measured}
    options = {"on_epoch": lambda history: watched.append(len(history))} if watch else {}
    history, best = fit(model, run_epoch, measures, max_epochs, patience, **options)
    return {
        "history": [dict(entry) for entry in history],
        "is_list": isinstance(history, list) and all(isinstance(entry, dict) for entry in history),
        "best": best,
        "ran": len(ran),
        "weight": model.weight.item(),
        "bias": model.bias.item(),
        "measured": measured,
        "watched": watched,
    }


FALLING = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3]


def same_losses(losses):
    """Training and validation lose alike, so that whichever decides, the same epoch is best."""
    return {"train": losses, "validation": losses}


def does_its_work(fit):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    return probe_fit(fit, same_losses(FALLING), 2, 2)["ran"] > 0


@test_case(
    points=0.5, failure_message="Where the validation loss keeps falling, all epochs should run; the last is best."
)
def test_all_epochs(fit):
    got = probe_fit(fit, same_losses(FALLING), 4, 2)
    assert got["ran"] == 4 and got["best"] == 3


@test_case(
    points=0.25, failure_message="The history should hold train and validation losses of each epoch, as measured."
)
def test_history(fit):
    validation = [0.5, 0.4, 0.3]
    got = probe_fit(fit, {"train": FALLING, "validation": validation}, 3, 2)
    assert got["history"] == [
        {"train": one, "validation": two} for one, two in zip(FALLING[:3], validation, strict=True)
    ]


@test_case(
    points=0.75,
    failure_message="The first epoch is the best, and the patience is two epochs: training should stop after the third.",
)
def test_stops(fit):
    assert does_its_work(fit), IDLE
    assert probe_fit(fit, same_losses([0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2]), 8, 2)["ran"] == 3


@test_case(
    points=1.25,
    failure_message="At the end the model should have the best epoch's weights, not the last one's: keep a copy of them "
    "(a state dict itself goes on changing), and load it.",
)
def test_best_weights_come_back(fit):
    got = probe_fit(fit, same_losses([0.5, 0.3, 0.4, 0.45, 0.5, 0.5, 0.5, 0.5]), 8, 3)
    assert got["weight"] == got["best"] and got["bias"] == -got["best"]


@test_case(
    points=1,
    failure_message="The validation loss decides, and nothing else: not the test loss and not the training loss.",
)
def test_only_validation_decides(fit):
    losses = {
        "train": FALLING,
        "test": [0.1, 0.9, 0.8, 0.05, 0.01, 0.5, 0.5, 0.5],
        "validation": [0.6, 0.5, 0.4, 0.45, 0.5, 0.55, 0.6, 0.6],
    }
    assert probe_fit(fit, losses, 8, 2)["best"] == 2


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The weights at the end are not those of the epoch that is returned as the best one.",
)
def test_best_weights_of_the_first_epoch(fit):
    got = probe_fit(fit, same_losses([0.3, 0.9, 0.8, 0.7, 0.6, 0.5, 0.45, 0.4]), 8, 4)
    assert got["weight"] == got["best"] and got["bias"] == -got["best"]


@test_case(
    points=1,
    hidden=True,
    failure_message="The best epoch's weights should come back also where training ran to its last epoch and was never "
    "stopped.",
)
def test_best_weights_without_a_stop(fit):
    got = probe_fit(fit, same_losses([1.0, 2.0, 3.0]), 3, 5)
    assert got["ran"] == 3 and got["weight"] == got["best"]


@test_case(
    points=1,
    hidden=True,
    failure_message="The best epoch is the one with the lowest loss of all, not one that is lower than the epoch before.",
)
def test_best_epoch(fit):
    assert probe_fit(fit, same_losses([0.3, 0.9, 0.6, 0.5, 0.45, 0.4, 0.35, 0.34]), 8, 8)["best"] == 0
    assert probe_fit(fit, same_losses([0.9, 0.2, 0.6, 0.5, 0.7, 0.4, 0.35, 0.34]), 8, 8)["best"] == 1


@test_case(
    points=1,
    hidden=True,
    failure_message="Training should stop after exactly `patience` epochs in a row without a new best one.",
)
def test_patience(fit):
    assert does_its_work(fit), IDLE
    losses = [0.9, 0.8, 0.85, 0.7, 0.75, 0.76, 0.77, 0.1]
    for patience, ran in ((1, 3), (2, 6), (3, 7), (4, 8)):
        assert probe_fit(fit, same_losses(losses), 8, patience)["ran"] == ran


@test_case(
    points=0.25,
    hidden=True,
    failure_message="An epoch that only equals the best one is no improvement; of equal ones the first is kept.",
)
def test_equal_is_not_better(fit):
    assert does_its_work(fit), IDLE
    assert probe_fit(fit, same_losses([0.5, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]), 4, 4)["best"] == 1


@test_case(points=0.25, hidden=True, failure_message="Each measure should be taken once after each epoch.")
def test_measured_once(fit):
    assert does_its_work(fit), IDLE
    losses = {"train": FALLING, "validation": FALLING, "test": FALLING, "other": FALLING}
    got = probe_fit(fit, losses, 5, 2)
    assert got["measured"] == {"validation": 5, "test": 5, "other": 5}
    assert set(got["history"][0]) == {"train", "validation", "test", "other"}


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The history should be a list of dicts, and the number of the best epoch a plain int. Is one of them a tuple, an array "
    "or a tensor?",
)
def test_types(fit):
    assert does_its_work(fit), IDLE
    got = probe_fit(fit, same_losses(FALLING), 3, 2)
    assert got["is_list"]
    assert isinstance(got["best"], int)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="on_epoch should be called after each epoch with the history so far, the last epoch too.",
)
def test_watcher(fit):
    assert does_its_work(fit), IDLE
    got = probe_fit(fit, same_losses([0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2]), 8, 2, watch=True)
    assert got["watched"] == list(range(1, got["ran"] + 1))
    assert probe_fit(fit, same_losses(FALLING), 1, 2, watch=True)["watched"] == [1]
