"""The same modules and loops, written another way: indices, overridden methods, inference mode, L-BFGS."""

# exercise: pooling, Classifier, train_epoch, evaluate, fit, train_topic_head, LoRALinear
import torch
from torch import nn


def cls_pool(hidden, keep):
    return hidden.select(1, 0)


def mean_pool(hidden, keep):
    rows = []
    for vectors, real in zip(hidden, keep, strict=True):
        rows.append(vectors[real].mean(0) if real.any() else torch.zeros(hidden.shape[-1]))
    return torch.stack(rows)


class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(d_model, n_classes)
        self.pool, self.is_frozen, self.p = pool, frozen, dropout
        for parameter in encoder.parameters():
            parameter.requires_grad = not frozen
        self.train(self.training)

    def train(self, mode=True):
        super().train(mode)
        if self.is_frozen:
            self.encoder.train(False)
        return self

    def forward(self, ids, keep):
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.is_frozen):
            pooled = self.pool(self.encoder(ids, keep), keep)
        return self.head(nn.functional.dropout(pooled, self.p, self.training))


def train_epoch(model, batches, optimizer):
    criterion = nn.CrossEntropyLoss()
    model.train(True)
    seen = []
    for ids, keep, labels in batches:
        model.zero_grad(set_to_none=True)
        loss = criterion(model(ids, keep), labels)
        loss.backward()
        optimizer.step()
        seen.append((labels.numel(), loss.detach().item()))
    return sum(size * loss for size, loss in seen) / sum(size for size, _ in seen)


@torch.inference_mode()
def evaluate(model, batches):
    mode = model.training
    model.train(False)
    try:
        scores, labels = [], []
        for ids, keep, answers in batches:
            scores.append(model(ids, keep))
            labels.append(answers)
        scores, labels = torch.cat(scores), torch.cat(labels)
        loss = -scores.log_softmax(-1).gather(1, labels[:, None]).mean()
    finally:
        model.train(mode)
    return {"loss": float(loss), "predictions": scores.max(-1).indices.tolist(), "labels": labels.tolist()}


def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, lowest, best_epoch, waited, kept = [], float("inf"), 0, 0, {}
    while len(history) < max_epochs and waited < patience:
        entry = {"train": run_epoch()}
        for name in measures:
            entry[name] = measures[name]()
        history.append(entry)
        if entry["validation"] < lowest:
            lowest, best_epoch, waited = entry["validation"], len(history) - 1, 0
            kept = {name: value.clone() for name, value in model.state_dict().items()}
        else:
            waited += 1
        if on_epoch:
            on_epoch(history)
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(kept[name])
    return history, best_epoch


def train_topic_head(vectors, labels, n_classes, seed=0):
    weight = torch.zeros(n_classes, vectors.shape[1], requires_grad=True)
    bias = torch.zeros(n_classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=60)

    def closure():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(vectors @ weight.T + bias, labels) + 2e-4 * weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return weight.detach(), bias.detach()


handed_in = topic_task.hand_in(train_topic_head)


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        for parameter in base.parameters():
            parameter.requires_grad = False
        self.base, self.ratio = base, alpha / rank
        self.A = nn.Parameter(torch.empty(rank, base.in_features))
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.A, a=5**0.5)

    def forward(self, x):
        update = nn.functional.linear(nn.functional.linear(x, self.A), self.B)
        return torch.add(self.base(x), update, alpha=self.ratio)

    def merged(self):
        linear = nn.Linear(self.base.in_features, self.base.out_features, bias=self.base.bias is not None)
        state = dict(self.base.state_dict())
        state["weight"] = torch.addmm(state["weight"], self.B.detach(), self.A.detach(), alpha=self.ratio)
        linear.load_state_dict(state)
        return linear
