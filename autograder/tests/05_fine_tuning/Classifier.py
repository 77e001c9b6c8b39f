"""An encoder with a head. The encoder is a small one of torch's parts, made where the student's class lives."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "Classifier"
points = 8

B, T, D, CLASSES, WORDS = 4, 6, 5, 3, 11


def probe_classifier(cls, ids, keep, labels, state, options, training=False, steps=0):
    """Build the student's classifier on a small encoder with dropout, use it, and train it for some steps.

    The pool is each text's sum of real tokens, so that nothing depends on the student's own. Returns a dict.
    """
    nn = torch.nn
    vocabulary, d_model = state["encoder"]["table.weight"].shape
    seen = []

    class Encoder(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(vocabulary, d_model)
            self.mix = nn.Linear(d_model, d_model)
            self.drop = nn.Dropout(0.5)

        def forward(self, ids, keep):
            seen.append((self.training, self.drop.training))
            return self.drop(self.mix(self.table(ids)))

    encoder = Encoder()
    encoder.load_state_dict(state["encoder"])
    n_classes = len(state["head"]["bias"])
    model = cls(encoder, d_model, n_classes, lambda hidden, keep: (hidden * keep[..., None]).sum(1), **options)
    model.head.load_state_dict(state["head"])
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    model.train(training)
    torch.manual_seed(3)
    with torch.no_grad():
        outputs = [model(ids, keep) for _ in range(2)]
    moving = [value for value in model.parameters() if value.requires_grad]
    for _ in range(steps if moving else 0):
        model.train()
        for value in moving:
            value.grad = None
        nn.functional.cross_entropy(model(ids, keep), labels).backward()
        torch.optim.SGD(moving, lr=0.5).step()
    changed = [name for name, value in model.named_parameters() if not torch.equal(value, before[name])]
    return {
        "outputs": outputs,
        "names": sorted(before),
        "moving": sorted(name for name, value in model.named_parameters() if value.requires_grad),
        "changed": sorted(changed),
        "same_encoder": model.encoder is encoder,
        "encoder_in_training": any(one or two for one, two in seen),
        "head": [model.head.in_features, model.head.out_features, model.head.bias is not None],
    }


def draw(seed):
    """ids, keep, labels, and wide weights of encoder and head."""
    g = torch.Generator().manual_seed(seed)

    def wide(*shape):
        return torch.randn(*shape, generator=g) * 0.7

    state = {
        "encoder": {"table.weight": wide(WORDS, D), "mix.weight": wide(D, D), "mix.bias": wide(D)},
        "head": {"weight": wide(CLASSES, D), "bias": wide(CLASSES)},
    }
    keep = torch.arange(T) < torch.tensor([6, 2, 4, 5])[:, None]
    return torch.randint(WORDS, (B, T), generator=g), keep, torch.tensor([0, 2, 1, 2]), state


def expected(ids, keep, state):
    """The scores without dropout."""
    weights = state["encoder"]
    hidden = weights["table.weight"][ids] @ weights["mix.weight"].T + weights["mix.bias"]
    pooled = (hidden * keep[..., None]).sum(1)
    return pooled @ state["head"]["weight"].T + state["head"]["bias"]


@test_case(
    points=0.5, failure_message="The model should have encoder and head; the head is nn.Linear(d_model, n_classes)."
)
def test_parts(Classifier):
    ids, keep, labels, state = draw(0)
    got = probe_classifier(Classifier, ids, keep, labels, state, {})
    assert got["same_encoder"] and got["head"] == [D, CLASSES, True]


@test_case(points=1.25, failure_message="In evaluation, the scores should be head(pool(encoder(ids, keep), keep)).")
def test_scores(Classifier):
    ids, keep, labels, state = draw(1)
    got = probe_classifier(Classifier, ids, keep, labels, state, {})
    assert tuple(got["outputs"][0].shape) == (B, CLASSES)
    assert torch.allclose(got["outputs"][0], expected(ids, keep, state), atol=1e-4)


@test_case(points=0.75, failure_message="Frozen: while the head learns, nothing of the encoder should move.")
def test_frozen_encoder_stays(Classifier):
    ids, keep, labels, state = draw(3)
    got = probe_classifier(Classifier, ids, keep, labels, state, {"frozen": True}, steps=2)
    assert not any(name.startswith("encoder.") for name in got["changed"])


@test_case(
    points=0.75,
    failure_message="Frozen: the encoder's dropout should stay off while the model trains; model.train() switches it on.",
)
def test_frozen_encoder_has_no_dropout(Classifier):
    ids, keep, labels, state = draw(5)
    options = {"frozen": True, "dropout": 0.0}
    got = probe_classifier(Classifier, ids, keep, labels, state, options, training=True)
    assert torch.allclose(got["outputs"][0], got["outputs"][1], atol=1e-6)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The output should be scores (logits), not probabilities: the loss does the softmax.",
)
def test_logits(Classifier):
    ids, keep, labels, state = draw(2)
    state["head"]["bias"] = torch.tensor([30.0, -20.0, 5.0])
    got = probe_classifier(Classifier, ids, keep, labels, state, {"dropout": 0.0})["outputs"][0]
    assert torch.allclose(got, expected(ids, keep, state), atol=1e-4)


@test_case(
    points=1,
    hidden=True,
    failure_message="Frozen: after two steps of training the head should have moved, and the encoder not at all.",
)
def test_frozen(Classifier):
    ids, keep, labels, state = draw(8)
    got = probe_classifier(Classifier, ids, keep, labels, state, {"frozen": True}, steps=2)
    assert got["changed"] == ["head.bias", "head.weight"] == got["moving"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Frozen: the encoder should be in evaluation mode whenever it runs, also in training.",
)
def test_frozen_encoder_is_in_evaluation(Classifier):
    ids, keep, labels, state = draw(9)
    got = probe_classifier(Classifier, ids, keep, labels, state, {"frozen": True}, training=True)
    assert not got["encoder_in_training"]


@test_case(
    points=1,
    hidden=True,
    failure_message="Not frozen: after two steps of training every parameter should have moved, the encoder's too.",
)
def test_everything_moves(Classifier):
    ids, keep, labels, state = draw(4)
    got = probe_classifier(Classifier, ids, keep, labels, state, {}, steps=2)
    assert got["changed"] == got["names"] == got["moving"]
    assert len(got["names"]) == 5


@test_case(
    points=1,
    hidden=True,
    failure_message="In training, dropout should be at work between pool and head, with the given probability (with 1, "
    "nothing of the text is left); in evaluation not.",
)
def test_dropout(Classifier):
    ids, keep, labels, state = draw(6)
    options = {"frozen": True, "dropout": 1.0}
    always = probe_classifier(Classifier, ids, keep, labels, state, options, training=True)["outputs"][0]
    assert torch.allclose(always, always[:1].expand(B, CLASSES), atol=1e-5)
    one, two = probe_classifier(Classifier, ids, keep, labels, state, {"dropout": 0.5})["outputs"]
    assert torch.equal(one, two)


@test_case(
    points=1,
    hidden=True,
    failure_message="Not frozen: in training, the encoder should be in training mode with the rest.",
)
def test_encoder_trains(Classifier):
    ids, keep, labels, state = draw(7)
    got = probe_classifier(Classifier, ids, keep, labels, state, {"dropout": 0.0}, training=True)
    assert got["encoder_in_training"]
    assert not torch.allclose(got["outputs"][0], got["outputs"][1], atol=1e-3)
