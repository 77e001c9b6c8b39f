# --- mask_tokens is: mask_always_mask
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed + 1)
    prob = torch.full(ids.shape, probability)
    for s in special_ids:
        prob[ids == s] = 0.0
    chosen = torch.bernoulli(prob, generator=g).bool()
    inputs, labels = ids.clone(), ids.clone()
    inputs[chosen] = mask_id
    labels[~chosen] = -100
    return inputs, labels

# --- mask_tokens is: mask_loss_everywhere
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed)
    prob = torch.full(ids.shape, probability)
    for s in special_ids:
        prob[ids == s] = 0.0
    chosen = torch.bernoulli(prob, generator=g).bool()
    inputs = ids.clone()
    hide = torch.bernoulli(torch.full(ids.shape, 0.8), generator=g).bool() & chosen
    inputs[hide] = mask_id
    swap = torch.bernoulli(torch.full(ids.shape, 0.5), generator=g).bool() & chosen & ~hide
    inputs[swap] = torch.randint(vocab_size, ids.shape, generator=g)[swap]
    return inputs, ids.clone()

# --- mask_tokens is: mask_special_tokens
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed)
    chosen = torch.bernoulli(torch.full(ids.shape, probability), generator=g).bool()
    inputs, labels = ids.clone(), ids.clone()
    hide = torch.bernoulli(torch.full(ids.shape, 0.8), generator=g).bool() & chosen
    inputs[hide] = mask_id
    swap = torch.bernoulli(torch.full(ids.shape, 0.5), generator=g).bool() & chosen & ~hide
    inputs[swap] = torch.randint(vocab_size, ids.shape, generator=g)[swap]
    labels[~chosen] = -100
    return inputs, labels

# --- mask_tokens is: right
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator().manual_seed(seed)
    prob = torch.full(ids.shape, probability)
    for s in special_ids:
        prob[ids == s] = 0.0
    chosen = torch.bernoulli(prob, generator=g).bool()
    inputs, labels = ids.clone(), ids.clone()
    hide = torch.bernoulli(torch.full(ids.shape, 0.8), generator=g).bool() & chosen
    inputs[hide] = mask_id
    swap = torch.bernoulli(torch.full(ids.shape, 0.5), generator=g).bool() & chosen & ~hide
    inputs[swap] = torch.randint(vocab_size, ids.shape, generator=g)[swap]
    labels[~chosen] = -100
    return inputs, labels

# --- nsp_pairs is: nsp_labels_swapped
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed + 11)
    found = []
    for i, d in enumerate(documents):
        for a, b in zip(d[:-1], d[1:]):
            if r.random() > 0.5:
                found.append((a, b, 0))
            else:
                pool = [s for j, e in enumerate(documents) if j != i for s in e if s != b]
                found.append((a, r.choice(pool), 1))
    return found

# --- nsp_pairs is: nsp_stranger_from_the_same_document
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed + 11)
    found = []
    everything = sum(documents, [])
    for d in documents:
        for a, b in zip(d[:-1], d[1:]):
            other = r.choice(everything)
            while other == b:
                other = r.choice(everything)
            found.append((a, b, 1) if r.random() > 0.5 else (a, other, 0))
    return found

# --- nsp_pairs is: unknown
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed)
    found = []
    for i, d in enumerate(documents):
        for a, b in zip(d[:-1], d[1:]):
            pool = [s for j, e in enumerate(documents) if j != i for s in e if s != b]
            found.append((a, b, 1) if r.random() < 0.2 else (a, r.choice(pool), 0))
    return found

# --- nsp_pairs is: right
def nsp_pairs(documents, seed):
    import random
    r = random.Random(seed + 11)
    found = []
    for i, d in enumerate(documents):
        for a, b in zip(d[:-1], d[1:]):
            pool = [s for j, e in enumerate(documents) if j != i for s in e if s != b]
            found.append((a, b, 1) if r.random() > 0.5 else (a, r.choice(pool), 0))
    return found

# --- next_token_targets is: next_token_same_place
def next_token_targets(ids, pad_id):
    labels = ids[:, :-1].clone()
    labels[labels == pad_id] = -100
    return ids[:, :-1], labels

# --- next_token_targets is: next_token_padding_is_asked
def next_token_targets(ids, pad_id):
    return ids[:, :-1].clone(), ids[:, 1:].clone()

# --- pooling is: pool_mean_over_padding
def cls_pool(hidden, keep):
    return hidden[:, 0]


def mean_pool(hidden, keep):
    return hidden.sum(1) / hidden.shape[1]

# --- pooling is: pool_cls_is_last
def cls_pool(hidden, keep):
    return hidden[:, hidden.shape[1] - 1]

# --- pooling is: right
def cls_pool(hidden, keep):
    return hidden.select(1, 0)

# --- mcnemar is: mcnemar_one_sided
import numpy as np
def mcnemar(labels, first, second):
    y, a, b = map(np.asarray, (labels, first, second))
    only_a = int(((a == y) & (b != y)).sum())
    only_b = int(((a != y) & (b == y)).sum())
    n, low = only_a + only_b, min(only_a, only_b)
    p = sum(math.comb(n, k) for k in range(low + 1)) / 2 ** n if n else 1.0
    return {"b": only_a, "c": only_b, "p": float(p)}

# --- mcnemar is: right
def mcnemar(labels, first, second):
    from fractions import Fraction
    tally = {(True, False): 0, (False, True): 0}
    for y, a, b in zip(labels, first, second):
        if (a == y) != (b == y):
            tally[a == y, b == y] += 1
    b, c = tally[True, False], tally[False, True]
    row = [1]
    for _ in range(b + c):
        row = [x + y for x, y in zip([0, *row], [*row, 0])]
    unequal = sum(ways for k, ways in enumerate(row) if abs(b + c - 2 * k) >= abs(b - c))
    return {"b": b, "c": c, "p": float(Fraction(unequal, 2 ** (b + c)))}

# --- nearest_words is: right
import numpy as np
def nearest_words(word, words, table, k):
    t = table.numpy().astype(np.float64)
    unit = t / np.linalg.norm(t, axis=1, keepdims=True)
    sims = unit @ unit[words.index(word)]
    return [(words[j], float(sims[j])) for j in np.argsort(-sims, kind="stable") if words[j] != word][:k]

# --- nearest_words is: nearest_by_dot_product
def nearest_words(word, words, table, k):
    i = words.index(word)
    sims = torch.mv(table, table[i])
    ranking = sorted(((float(s), w) for s, w in zip(sims, words) if w != word), reverse=True)
    return [(w, s) for s, w in ranking[:k]]

# --- qa_best_span is: right
def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    best, where = start[0].item() + end[0].item() + threshold, None
    places = [n for n, inside in enumerate(in_passage.tolist()) if inside]
    for i in places:
        for j in (j for j in places if i <= j < i + max_length):
            score = start[i].item() + end[j].item()
            if score > best:
                best, where = score, (i, j)
    return where

# --- classification_scores is: scores_transposed
from collections import Counter
def classification_scores(labels, predictions, n_classes):
    seen = Counter(zip(predictions, labels))
    m = torch.tensor([[seen[r, c] for c in range(n_classes)] for r in range(n_classes)])
    f1 = []
    for k in range(n_classes):
        denominator = int(m[k].sum() + m[:, k].sum())
        f1.append(2 * int(m[k, k]) / denominator if denominator else 0.0)
    return {"confusion": m, "accuracy": int(m.trace()) / len(labels), "macro_f1": sum(f1) / n_classes}

# --- word_vector is: right
def word_vector(hidden, word_ids, word):
    total, number = torch.zeros_like(hidden[0]), 0
    for vector, owner in zip(hidden, word_ids):
        if owner is not None and owner == word:
            total, number = total + vector, number + 1
    if number == 0:
        raise ValueError("no such word")
    return total.div(number)

# --- train_epoch is: train_mean_of_batch_means
def train_epoch(model, batches, optimizer):
    model.train(True)
    losses = []
    for ids, keep, labels in batches:
        scores = model(ids, keep)
        loss = nn.CrossEntropyLoss()(scores, labels)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return float(torch.stack(losses).mean())


# --- evaluate is: evaluate_stays_in_evaluation_mode
def evaluate(model, batches):
    model.eval()
    rows, labels = [], []
    with torch.inference_mode():
        for ids, keep, answers in batches:
            rows.append(model(ids, keep))
            labels.append(answers)
    rows, labels = torch.cat(rows), torch.cat(labels)
    loss = -rows.log_softmax(-1).gather(1, labels[:, None]).mean()
    return {"loss": loss.item(), "predictions": rows.max(-1).indices.tolist(), "labels": labels.tolist()}


# --- fit is: fit_compares_with_the_last
def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, last, waited, best, kept = [], float("inf"), 0, 0, None
    for number in range(max_epochs):
        entry = {"train": run_epoch()}
        for name in measures:
            entry[name] = measures[name]()
        history.append(entry)
        if entry["validation"] < last:
            best, waited = number, 0
            kept = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        else:
            waited += 1
        last = entry["validation"]
        if on_epoch:
            on_epoch(history)
        if waited == patience:
            break
    model.load_state_dict(kept)
    return history, best


# --- fit is: fit_keeps_the_last
def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history = []
    while len(history) < max_epochs:
        entry = dict(train=run_epoch())
        entry.update((name, measure()) for name, measure in measures.items())
        history.append(entry)
        if on_epoch is not None:
            on_epoch(history)
        validation = [one["validation"] for one in history]
        best = validation.index(min(validation))
        if len(history) - 1 - best == patience:
            break
    return history, best


# --- LoRALinear is: lora_scaled_by_alpha
class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        for parameter in base.parameters():
            parameter.requires_grad = False
        self.base, self.alpha = base, alpha
        self.A = nn.Parameter(torch.empty(rank, base.in_features))
        nn.init.kaiming_uniform_(self.A, a=5**0.5)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        return self.base(x) + self.alpha * F.linear(F.linear(x, self.A), self.B)

    def merged(self):
        out, width = self.base.weight.shape
        new = nn.Linear(width, out, bias=self.base.bias is not None)
        with torch.no_grad():
            new.weight.copy_(self.base.weight + self.alpha * self.B @ self.A)
            if new.bias is not None:
                new.bias.copy_(self.base.bias)
        return new


# --- stratified_split is: split_twins_leak
import random as _random


def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    dice = _random.Random(seed)
    parts = [[] for _ in shares]
    for label in sorted(set(labels)):
        places = [i for i, one in enumerate(labels) if one == label]
        dice.shuffle(places)
        edges = [round(sum(shares[:n]) * len(places)) for n in range(len(shares) + 1)]
        for part, start, end in zip(parts, edges, edges[1:]):
            part.extend(places[start:end])
    return [dice.sample(part, len(part)) for part in parts]


# --- word_vector is: word_vector_word_zero
def word_vector(hidden, word_ids, word):
    mine = torch.tensor([bool(number) and number == word for number in word_ids])
    if not mine.any():
        raise ValueError(word)
    return hidden[mine].mean(0)


# --- qa_best_span is: span_one_too_long
def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    n = len(start)
    table = start[:, None] + end[None, :]
    i, j = torch.meshgrid(torch.arange(n), torch.arange(n), indexing="ij")
    allowed = in_passage[:, None] & in_passage[None] & (i <= j) & (j - i <= max_length)
    table = table.masked_fill(~allowed, float("-inf"))
    if table.max() <= start[0] + end[0] + threshold:
        return None
    return tuple(int(part) for part in divmod(table.flatten().argmax().item(), n))


# --- classification_scores is: scores_micro_f1
def classification_scores(labels, predictions, n_classes):
    confusion = torch.bincount(torch.tensor(labels) * n_classes + torch.tensor(predictions), minlength=n_classes**2)
    confusion = confusion.reshape(n_classes, n_classes)
    right = float(confusion.trace())
    wrong = float(confusion.sum()) - right
    return {"confusion": confusion, "accuracy": right / len(labels), "macro_f1": 2 * right / (2 * right + wrong + wrong)}


# --- Classifier is: classifier_frozen_with_dropout
class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        self.encoder, self.pool = encoder, pool
        self.head = nn.Linear(d_model, n_classes)
        self.drop = nn.Dropout(p=dropout)
        if frozen:
            for parameter in self.encoder.parameters():
                parameter.requires_grad_(False)

    def forward(self, ids, keep):
        hidden = self.encoder(ids, keep)
        return self.head(self.drop(self.pool(hidden, keep)))


# --- classification_scores is: scores_confusion_of_floats
def classification_scores(labels, predictions, n_classes):
    confusion = torch.zeros(n_classes, n_classes)
    for pair in zip(labels, predictions):
        confusion[pair] += 1
    hits = confusion.diagonal()
    f1 = 2 * hits / (confusion.sum(0) + confusion.sum(1)).clamp(min=1)
    return {"confusion": confusion, "accuracy": float(hits.sum() / confusion.sum()), "macro_f1": float(f1.mean())}


# --- fit is: unknown
def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best, weights = [], None, None
    for number in range(max_epochs):
        entry = {"train": run_epoch(), **{name: measure() for name, measure in measures.items()}}
        history.append(entry)
        if best is None or entry["validation"] > history[best]["validation"]:
            best, weights = number, copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if number - best >= patience:
            break
    model.load_state_dict(weights)
    return history, best


# --- evaluate is: right
def evaluate(model, batches):
    mode, seen = model.training, []
    try:
        with torch.inference_mode():
            model.train(False)
            for ids, keep, labels in batches:
                scores = model(ids, keep)
                seen.extend(zip(F.cross_entropy(scores, labels, reduction="none").tolist(), scores.tolist(), labels.tolist()))
    finally:
        model.train(mode)
    best = [max(range(len(row)), key=row.__getitem__) for _, row, _ in seen]
    return {"loss": sum(loss for loss, _, _ in seen) / len(seen), "predictions": best, "labels": [one for *_, one in seen]}


# --- stratified_split is: right
import numpy as np


def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    rng = np.random.default_rng(seed)
    members = {}
    for i, text in enumerate(texts):
        members.setdefault(text.strip().lower(), []).append(i)
    groups = list(members.values())
    parts = [[] for _ in shares]
    first = np.array([labels[group[0]] for group in groups])
    for label in np.unique(first):
        places = rng.permutation(np.flatnonzero(first == label))
        cuts = np.rint(np.cumsum(shares)[:-1] * len(places)).astype(int)
        for part, piece in zip(parts, np.split(places, cuts)):
            part.extend(i for place in piece for i in groups[place])
    return [[int(i) for i in rng.permutation(part)] for part in parts]

# --- next_token_targets is: next_token_padding_is_asked
def next_token_targets(ids, pad_id):
    return ids[:, :-1].clone(), torch.roll(ids, -1, dims=1)[:, :-1]


# --- nsp_pairs is: nsp_labels_swapped
def nsp_pairs(documents, seed):
    import random

    rng = random.Random(seed)
    out = []
    for d, doc in enumerate(documents):
        pool = [s for e, other in enumerate(documents) if e != d for s in other]
        for a, b in zip(doc, doc[1:]):
            if rng.random() >= 0.5:
                out.append((a, b, 0))
            else:
                c = rng.choice(pool)
                while c == b:
                    c = rng.choice(pool)
                out.append((a, c, 1))
    return out


# --- mask_tokens is: mask_kept_are_not_asked
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    g = torch.Generator()
    g.manual_seed(seed)
    ordinary = ~torch.isin(ids, torch.tensor(list(special_ids)))
    draw = torch.rand(ids.shape, generator=g)
    chosen = (draw < probability) & ordinary
    kind = torch.rand(ids.shape, generator=g)
    inputs = ids.clone()
    inputs[chosen & (kind < 0.8)] = mask_id
    swap = chosen & (kind >= 0.8) & (kind < 0.9)
    inputs[swap] = torch.randint(vocab_size, (int(swap.sum()),), generator=g)
    labels = torch.where(chosen & (kind < 0.9), ids, torch.full_like(ids, -100))
    return inputs, labels


# --- nearest_words is: nearest_is_itself
def nearest_words(word, words, table, k):
    i = words.index(word)
    cosines = F.cosine_similarity(table, table[i : i + 1])
    best = cosines.topk(k)
    return [(words[j], c) for c, j in zip(best.values.tolist(), best.indices.tolist())]


# --- word_vector is: word_vector_first_piece
def word_vector(hidden, word_ids, word):
    if word not in word_ids:
        raise ValueError("no such word")
    return hidden[word_ids.index(word)]


# --- word_vector is: word_vector_sum
def word_vector(hidden, word_ids, word):
    rows = [row for row, w in zip(hidden, word_ids) if w == word and w is not None]
    if not rows:
        raise ValueError("no such word")
    return torch.stack(rows).sum(0)


# --- pooling is: pool_mean_multiplies_rubbish
def cls_pool(hidden, keep):
    return hidden[:, 0, :]


def mean_pool(hidden, keep):
    mask = keep.unsqueeze(-1).to(hidden.dtype)
    return (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)


# --- Classifier is: classifier_probabilities
class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        self.encoder, self.pool, self.frozen = encoder, pool, frozen
        self.head, self.drop = nn.Linear(d_model, n_classes), nn.Dropout(dropout)
        if frozen:
            for p in encoder.parameters():
                p.requires_grad = False

    def train(self, mode=True):
        super().train(mode)
        if self.frozen:
            self.encoder.eval()
        return self

    def forward(self, ids, keep):
        x = self.pool(self.encoder(ids, keep), keep)
        return torch.softmax(self.head(self.drop(x)), dim=1)


# --- Classifier is: classifier_no_dropout
class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        self.encoder, self.pool, self.frozen = encoder, pool, frozen
        self.head = nn.Linear(d_model, n_classes)
        self.encoder.requires_grad_(not frozen)

    def forward(self, ids, keep):
        if self.frozen:
            self.encoder.eval()
        return self.head(self.pool(self.encoder(ids, keep), keep))


# --- train_epoch is: train_no_zero_grad
def train_epoch(model, batches, optimizer):
    model.train()
    losses, n = 0.0, 0
    for ids, keep, labels in batches:
        loss = F.cross_entropy(model(ids, keep), labels)
        loss.backward()
        optimizer.step()
        losses += loss.item() * ids.shape[0]
        n += ids.shape[0]
    return losses / n


# --- train_epoch is: train_in_evaluation_mode
def train_epoch(model, batches, optimizer):
    sums, count = 0.0, 0
    model.eval()
    for ids, keep, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids, keep), labels, reduction="sum")
        (loss / len(labels)).backward()
        optimizer.step()
        sums, count = sums + float(loss), count + len(labels)
    return sums / count


# --- evaluate is: evaluate_with_gradients
def evaluate(model, batches):
    mode = model.training
    model.eval()
    loss, predictions, labels = 0.0, [], []
    for ids, keep, answers in batches:
        scores = model(ids, keep)
        loss += F.cross_entropy(scores, answers).item() * len(answers)
        predictions.extend(scores.argmax(1).tolist())
        labels.extend(answers.tolist())
    model.train(mode)
    return {"loss": loss / len(labels), "predictions": predictions, "labels": labels}


# --- evaluate is: evaluate_mean_of_batch_means
def evaluate(model, batches):
    mode = model.training
    model.eval()
    losses, predictions, labels = [], [], []
    with torch.no_grad():
        for ids, keep, answers in batches:
            scores = model(ids, keep)
            losses.append(nn.functional.cross_entropy(scores, answers).item())
            predictions += scores.argmax(1).tolist()
            labels += answers.tolist()
    model.train(mode)
    return {"loss": sum(losses) / len(losses), "predictions": predictions, "labels": labels}


# --- fit is: fit_chosen_on_training
def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best, best_loss, state, bad = [], 0, float("inf"), None, 0
    for epoch in range(max_epochs):
        train_loss = run_epoch()
        history.append({"train": train_loss, **{n: m() for n, m in measures.items()}})
        if train_loss < best_loss:
            best, best_loss, bad = epoch, train_loss, 0
            state = {k: v.clone() for k, v in model.state_dict().items()}
        else:
            bad += 1
        if on_epoch:
            on_epoch(history)
        if bad >= patience:
            break
    model.load_state_dict(state)
    return history, best


# --- fit is: fit_one_epoch_too_many
def fit(model, run_epoch, measures, max_epochs, patience, on_epoch=None):
    history, best, state = [], 0, None
    for epoch in range(max_epochs):
        entry = {"train": run_epoch()}
        entry |= {n: m() for n, m in measures.items()}
        history.append(entry)
        if state is None or entry["validation"] < history[best]["validation"]:
            best, state = epoch, copy.deepcopy(model.state_dict())
        if on_epoch is not None:
            on_epoch(history)
        if epoch - best > patience:
            break
    model.load_state_dict(state)
    return history, best


# --- LoRALinear is: lora_never_scaled
class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        self.base.requires_grad_(False)
        self.A = nn.Parameter(torch.randn(rank, base.in_features) * 0.02)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        return self.base(x) + x @ self.A.T @ self.B.T

    def merged(self):
        new = copy.deepcopy(self.base)
        with torch.no_grad():
            new.weight += self.B @ self.A
        return new


# --- LoRALinear is: lora_merged_without_scale
class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base, self.s = base.requires_grad_(False), alpha / rank
        self.A = nn.Parameter(torch.randn(rank, base.in_features) * 0.02)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        return self.base(x) + (x @ self.A.T @ self.B.T) * self.s

    def merged(self):
        new = nn.Linear(self.base.in_features, self.base.out_features, bias=self.base.bias is not None)
        new.weight = nn.Parameter(self.base.weight + self.B @ self.A)
        if self.base.bias is not None:
            new.bias = nn.Parameter(self.base.bias.clone())
        return new


# --- qa_best_span is: span_best_start_best_end
def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    lowest = torch.tensor(float("-inf"))
    i = int(torch.where(in_passage, start, lowest).argmax())
    j = int(torch.where(in_passage, end, lowest).argmax())
    if j < i or j - i >= max_length or start[i] + end[j] <= start[0] + end[0] + threshold:
        return None
    return i, j


# --- qa_best_span is: span_always_answers
def qa_best_span(start, end, in_passage, max_length, threshold=0.0):
    best, answer = -float("inf"), None
    for i in range(len(start)):
        for j in range(i, min(i + max_length, len(end))):
            if in_passage[i] and in_passage[j] and (start[i] + end[j]).item() > best:
                best, answer = (start[i] + end[j]).item(), (i, j)
    return answer


# --- stratified_split is: split_in_order
def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    import random

    rng, groups = random.Random(seed), {}
    for i, t in enumerate(texts):
        groups.setdefault(t.strip().lower(), []).append(i)
    parts = [[] for _ in shares]
    for label in sorted(set(labels)):
        mine = [g for g in groups.values() if labels[g[0]] == label]
        begin, total = 0, 0.0
        for n, share in enumerate(shares):
            total += share
            stop = round(total * len(mine))
            for g in mine[begin:stop]:
                parts[n] += g
            begin = stop
    for part in parts:
        rng.shuffle(part)
    return parts


# --- classification_scores is: scores_weighted_f1
def classification_scores(labels, predictions, n_classes):
    confusion = torch.zeros(n_classes, n_classes, dtype=torch.long)
    for a, b in zip(labels, predictions):
        confusion[a, b] += 1
    weighted = 0.0
    for c in range(n_classes):
        tp, row, column = confusion[c, c].item(), confusion[c].sum().item(), confusion[:, c].sum().item()
        weighted += (2 * tp / (row + column) if row + column else 0.0) * row / len(labels)
    return {"confusion": confusion, "accuracy": confusion.diag().sum().item() / len(labels), "macro_f1": weighted}


# --- mcnemar is: mcnemar_counts_all_errors
def mcnemar(labels, first, second):
    from scipy.stats import binomtest

    b = len([1 for y, s in zip(labels, second) if y != s])
    c = len([1 for y, f in zip(labels, first) if y != f])
    return {"b": b, "c": c, "p": float(binomtest(b, b + c).pvalue) if b + c else 1.0}


# --- pooling is: pool_detached
def cls_pool(hidden, keep):
    return hidden[:, 0]


def mean_pool(hidden, keep):
    with torch.no_grad():
        rows = [vectors[real].sum(0) / max(1, int(real.sum())) for vectors, real in zip(hidden, keep)]
        return torch.stack(rows)


# --- LoRALinear is: lora_merges_into_the_base
class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        for parameter in base.parameters():
            parameter.requires_grad = False
        self.base, self.factor = base, alpha / rank
        self.A = nn.Parameter(torch.randn(rank, base.in_features) * 0.1)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        return self.base(x) + F.linear(F.linear(x, self.A), self.B) * self.factor

    def merged(self):
        self.base.weight.data.add_(self.B.data @ self.A.data, alpha=self.factor)
        return self.base


# --- LoRALinear is: lora_base_without_gradient
class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base, self.factor = base.requires_grad_(False), alpha / rank
        self.A = nn.Parameter(torch.randn(rank, base.in_features) * 0.1)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        return self.base(x.detach()) + F.linear(F.linear(x, self.A), self.B) * self.factor

    def merged(self):
        new = copy.deepcopy(self.base)
        new.weight.data.add_(self.B.data @ self.A.data, alpha=self.factor)
        return new


# --- LoRALinear is: right
class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        base.requires_grad_(False)
        self.factor = alpha / rank
        self.A = nn.Parameter(torch.empty(rank, base.in_features).uniform_(-0.5, 0.5))
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        return torch.einsum("...i,oi->...o", x, self.merged_weight()) + (0 if self.base.bias is None else self.base.bias)

    def merged_weight(self):
        return self.base.weight + self.factor * (self.B @ self.A)

    def merged(self):
        layer = nn.Linear(self.base.in_features, self.base.out_features, bias=self.base.bias is not None)
        layer.load_state_dict({**self.base.state_dict(), "weight": self.merged_weight().detach()})
        return layer

# --- stratified_split is: split_forgets_the_seed
def stratified_split(texts, labels, shares=(0.7, 0.15, 0.15), seed=0):
    keys = [text.strip().lower() for text in texts]
    first = {key: labels[keys.index(key)] for key in dict.fromkeys(keys)}
    home = {}
    for label in sorted(set(first.values())):
        members = sorted((key for key in first if first[key] == label), key=lambda key: random.random())
        for place, key in enumerate(members):
            reached = [sum(shares[: part + 1]) for part in range(len(shares))]
            home[key] = next((p for p, top in enumerate(reached) if place + 0.5 < top * len(members)), len(shares) - 1)
    order = random.sample(range(len(texts)), len(texts))
    return [[i for i in order if home[keys[i]] == part] for part in range(len(shares))]

# --- nsp_pairs is: nsp_forgets_the_seed
def nsp_pairs(documents, seed):
    pairs = []
    for n, document in enumerate(documents):
        for i in range(len(document) - 1):
            if torch.rand(()) < 0.5:
                pairs.append((document[i], document[i + 1], 1))
                continue
            while True:
                m = int(torch.randint(len(documents), ()))
                if m == n or not documents[m]:
                    continue
                stranger = documents[m][int(torch.randint(len(documents[m]), ()))]
                if stranger != document[i + 1]:
                    pairs.append((document[i], stranger, 0))
                    break
    return pairs

# --- mask_tokens is: mask_forgets_the_seed
def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    inputs, labels = ids.tolist(), torch.full_like(ids, -100)
    for b, row in enumerate(inputs):
        for t, token in enumerate(row):
            if token not in special_ids and random.random() < probability:
                labels[b, t] = token
                fate = random.randrange(10)
                row[t] = mask_id if fate < 8 else random.randrange(vocab_size) if fate == 8 else token
    return torch.tensor(inputs), labels

# --- train_topic_head is: head_forgets_the_seed
def train_topic_head(vectors, labels, n_classes, seed=0):
    weight = (0.05 * torch.randn(n_classes, vectors.shape[1])).requires_grad_()
    bias = torch.zeros(n_classes, requires_grad=True)
    optimizer = torch.optim.Adam([weight, bias], lr=0.02)
    for _ in range(40):
        for rows in torch.randperm(len(vectors)).chunk(10):
            loss = F.cross_entropy(vectors[rows] @ weight.T + bias, labels[rows]) + 1e-4 * weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return weight.detach(), bias.detach()

# --- mcnemar is: mcnemar_counts_are_tensors
def mcnemar(labels, first, second):
    right = torch.tensor([first, second]).eq(torch.tensor(labels))
    b, c = (right[0] > right[1]).sum(), (right[1] > right[0]).sum()
    n = int(b) + int(c)
    p = sum(math.comb(n, k) for k in range(n + 1) if abs(2 * k - n) >= abs(int(b) - int(c))) / 2**n
    return {"b": b, "c": c, "p": p}
