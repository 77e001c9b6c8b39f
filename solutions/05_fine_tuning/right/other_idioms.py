"""The same with closures, hooks, windows, quantiles and a buffer in memory."""

# exercise: next_token_targets, nsp_pairs, stratified_split, Classifier, train_epoch, evaluate, classification_scores, fit, mcnemar, LoRALinear
import collections
import contextlib
import io
import itertools

import numpy as np
import torch
from torch import nn


def next_token_targets(ids, pad_id):
    inputs, following = ids.unfold(1, 2, 1).unbind(-1)
    return inputs, torch.where(following.eq(pad_id), -100, following)


def nsp_pairs(documents, seed):
    draw = np.random.default_rng(seed)
    everything = [(home, sentence) for home, document in enumerate(documents) for sentence in document]

    def other_than(home, following):
        for place in draw.permutation(len(everything)):
            there, stranger = everything[place]
            if there != home and stranger != following:
                return stranger
        raise ValueError("no stranger anywhere")

    pairs = []
    for (home, first), (next_home, following) in itertools.pairwise(everything):
        if home == next_home:
            real = draw.random() >= 0.5
            pairs.append((first, following if real else other_than(home, following), int(real)))
    return pairs


def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    """Each text gets a random quantile within its label; the borders of the shares cut the quantiles into parts."""
    draw = np.random.default_rng(seed)
    _, first, group = np.unique([text.strip().lower() for text in texts], return_index=True, return_inverse=True)
    label_of = np.asarray(labels)[first]
    home = np.empty(len(first), dtype=np.int8)
    for label in np.unique(label_of):
        members = draw.permutation(np.flatnonzero(label_of == label))
        quantiles = (np.arange(len(members)) + 0.5) / len(members)
        home[members] = np.searchsorted(np.cumsum(shares)[:-1], quantiles, side="right")
    return [draw.permutation(np.flatnonzero(home[group] == part)).tolist() for part in range(len(shares))]


class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        self.encoder, self.pool = encoder, pool
        self.head = nn.Linear(d_model, n_classes)
        self.drop = nn.Dropout(p=dropout)
        if frozen:
            for parameter in encoder.parameters():
                parameter.requires_grad_(False)
            encoder.register_forward_pre_hook(lambda module, inputs: module.train(False) and None)

    def forward(self, ids, keep):
        pooled = self.pool(self.encoder(ids, keep), keep)
        return nn.functional.linear(self.drop(pooled), self.head.weight, self.head.bias)


def train_epoch(model, batches, optimizer):
    model.train()
    losses = []
    for ids, keep, labels in batches:

        def closure(ids=ids, keep=keep, labels=labels):
            optimizer.zero_grad()
            each = nn.functional.cross_entropy(model(ids, keep), labels, reduction="none")
            losses.extend(each.tolist())
            each.mean().backward()

        optimizer.step(closure)
    return np.mean(losses)


@contextlib.contextmanager
def _resting(model):
    """All parts of a model in evaluation mode; afterwards each as it was."""
    modes = {part: part.training for part in model.modules()}
    try:
        yield model.eval()
    finally:
        for part, mode in modes.items():
            part.training = mode


def evaluate(model, batches):
    from scipy.special import log_softmax

    with _resting(model), torch.no_grad():
        seen = [(model(ids, keep).numpy(), labels.numpy()) for ids, keep, labels in batches]
    scores, labels = (np.concatenate(parts) for parts in zip(*seen, strict=True))
    loss = -log_softmax(scores.astype(np.float64), axis=1)[np.arange(len(labels)), labels].mean()
    return {"loss": float(loss), "predictions": scores.argmax(1).tolist(), "labels": labels.tolist()}


def classification_scores(labels, predictions, n_classes):
    pairs = np.asarray(labels) * n_classes + np.asarray(predictions)
    confusion = np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
    hits, named = confusion.diagonal(), confusion.sum(0) + confusion.sum(1)
    f1 = np.divide(2 * hits, named, out=np.zeros(n_classes), where=named > 0)
    return {"confusion": torch.from_numpy(confusion), "accuracy": hits.sum() / confusion.sum(), "macro_f1": f1.mean()}


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, saved = [], io.BytesIO()

    def best():
        return min(range(len(history)), key=lambda epoch: history[epoch]["validation"])

    for epoch in range(max_epochs):
        history.append({"train": run_epoch(), **{name: measure() for name, measure in measures.items()}})
        if best() == epoch:
            saved = io.BytesIO()
            torch.save(model.state_dict(), saved)
        if on_epoch:
            on_epoch(history)
        if epoch - best() == patience:
            break
    saved.seek(0)
    model.load_state_dict(torch.load(saved))
    return history, best()


def mcnemar(labels, first, second):
    from scipy.stats import binom

    counts = collections.Counter(
        (one == label, two == label) for label, one, two in zip(labels, first, second, strict=True)
    )
    b, c = counts[True, False], counts[False, True]
    return {"b": b, "c": c, "p": np.minimum(1.0, 2 * binom.cdf(min(b, c), b + c, 0.5))}


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        base.weight.requires_grad = False
        if base.bias is not None:
            base.bias.requires_grad = False
        self.register_parameter("A", nn.Parameter(nn.init.orthogonal_(torch.empty(rank, base.in_features))))
        self.register_parameter("B", nn.Parameter(torch.zeros(base.out_features, rank)))
        self.alpha = alpha

    @property
    def weight(self):
        return self.base.weight + self.alpha / len(self.A) * torch.einsum("or,ri->oi", self.B, self.A)

    def forward(self, x):
        return nn.functional.linear(x, self.weight, self.base.bias)

    @torch.no_grad()
    def merged(self):
        d_out, d_in = self.base.weight.shape
        linear = nn.utils.skip_init(nn.Linear, d_in, d_out, bias=self.base.bias is not None)
        linear.weight = nn.Parameter(self.weight)
        if self.base.bias is not None:
            linear.bias = nn.Parameter(self.base.bias.clone())
        return linear
