# Held-out answers, none of them written from a wrong variant. Behind "is:" stands the variant whose mistake it is (two with a
# plus), "unknown" for a mistake that no variant makes, "right" for right code.

# --- angle_rates is: exponent_counts_i_once
def angle_rates(d_model, base=10000.0):
    if d_model % 2 != 0:
        raise ValueError("d_model must be even")
    i = torch.arange(d_model // 2).float()
    return 1.0 / torch.pow(torch.tensor(float(base)), i / d_model)

# --- angle_rates is: positive_exponent
def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError(d_model)
    return torch.exp(torch.arange(0, d_model, 2).float() * math.log(base) / d_model)

# --- angle_rates is: odd_width_accepted
def angle_rates(d_model, base=10000.0):
    return torch.exp(-math.log(base) * torch.arange(0, d_model - d_model % 2, 2, dtype=torch.float) / d_model)

# --- angle_rates is: rates_ignore_base
def angle_rates(d_model, base=10000.0):
    if d_model % 2 == 1:
        raise ValueError("odd")
    div_term = torch.exp(torch.arange(0, d_model, 2).float() * (-math.log(10000.0) / d_model))
    return div_term

# --- angle_rates is: right
def angle_rates(d_model, base=10000.0):
    half, odd = divmod(d_model, 2)
    if odd:
        raise ValueError("an even width, please")
    return torch.tensor([base ** (-i / half) for i in range(half)])

# --- sinusoidal_pe is: swapped
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError(even)
    angles = torch.outer(torch.arange(max_len).float(), angle_rates(d_model, base))
    pe = torch.empty(max_len, d_model)
    if even == "cos":
        pe[:, 0::2], pe[:, 1::2] = torch.sin(angles), torch.cos(angles)
    else:
        pe[:, 0::2], pe[:, 1::2] = torch.cos(angles), torch.sin(angles)
    return pe

# --- sinusoidal_pe is: starts_at_one
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError(even)
    position = torch.arange(1, max_len + 1)[:, None]
    angles = position * angle_rates(d_model, base)[None]
    both = (angles.sin(), angles.cos()) if even == "sin" else (angles.cos(), angles.sin())
    return torch.stack(both, dim=2).reshape(max_len, d_model)

# --- sinusoidal_pe is: concatenated_halves
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError(even)
    angles = torch.arange(max_len).unsqueeze(1) * angle_rates(d_model, base)
    first, second = (angles.sin(), angles.cos()) if even == "sin" else (angles.cos(), angles.sin())
    return torch.hstack([first, second])

# --- sinusoidal_pe is: even_ignored
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even")
    pe = torch.zeros(max_len, d_model)
    angles = torch.arange(max_len).unsqueeze(1) * angle_rates(d_model, base)
    pe[:, 0::2] = torch.sin(angles)
    pe[:, 1::2] = torch.cos(angles)
    return pe

# --- sinusoidal_pe is: table_ignores_base
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even")
    angles = torch.einsum("p,r->pr", torch.arange(max_len).float(), angle_rates(d_model))
    pair = [angles.sin(), angles.cos()]
    return torch.stack(pair if even == "sin" else pair[::-1], -1).flatten(1)

# --- sinusoidal_pe is: right
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    phase = {"sin": 0.0, "cos": math.pi / 2}
    if even not in phase:
        raise ValueError(f"no such order: {even}")
    angles = torch.arange(max_len, dtype=torch.float64)[:, None] * angle_rates(d_model, base).double()
    turned = torch.polar(torch.ones_like(angles), angles)
    parts = (turned.imag, turned.real) if even == "sin" else (turned.real, turned.imag)
    return torch.stack(parts, -1).flatten(1).float()

# --- add_positional is: offset_ignored
def add_positional(x, pe, offset=0):
    if offset + x.size(1) > len(pe):
        raise ValueError("the table is too short")
    return x + pe[: x.size(1)].unsqueeze(0)

# --- add_positional is: in_place
def add_positional(x, pe, offset=0):
    length = x.shape[1]
    if offset + length > pe.shape[0]:
        raise ValueError("too long")
    x.add_(pe[offset : offset + length])
    return x

# --- add_positional is: no_length_check
def add_positional(x, pe, offset=0):
    rows = pe[offset : offset + x.shape[1]]
    return torch.add(x, rows[None])

# --- add_positional is: last_row_refused
def add_positional(x, pe, offset=0):
    end = x.shape[1] + offset
    if not end < pe.shape[0]:
        raise ValueError("no rows left")
    return x + pe[offset:end]

# --- add_positional is: sum_is_detached
def add_positional(x, pe, offset=0):
    end = x.shape[1] + offset
    if end > pe.shape[0]:
        raise ValueError("no rows left")
    with torch.no_grad():
        return x + pe[offset:end]

# --- add_positional is: unknown
def add_positional(x, pe, offset=0):
    end = x.shape[1] + offset
    if end > pe.shape[0]:
        raise ValueError("no rows left")
    return x - pe[offset:end]

# --- add_positional is: right
def add_positional(x, pe, offset=0):
    positions = torch.arange(offset, offset + x.shape[1])
    if len(positions) and int(positions[-1]) >= len(pe):
        raise ValueError("past the end")
    return torch.stack([sentence + pe.index_select(0, positions) for sentence in x])

# --- relative_rotation is: turned_back
def relative_rotation(delta, d_model, base=10000.0):
    angles = delta * angle_rates(d_model, base)
    blocks = [torch.tensor([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]]) for a in angles.tolist()]
    return torch.block_diag(*blocks)

# --- relative_rotation is: right
def relative_rotation(delta, d_model, base=10000.0):
    angles = [float(rate) * delta for rate in angle_rates(d_model, base)]
    matrix = torch.zeros(d_model, d_model)
    for i, angle in enumerate(angles):
        a, b = 2 * i, 2 * i + 1
        matrix[a, a] = matrix[b, b] = math.cos(angle)
        matrix[a, b], matrix[b, a] = math.sin(angle), -math.sin(angle)
    return matrix

# --- pe_similarity is: scaled_similarity
def pe_similarity(pe):
    return torch.matmul(pe, pe.transpose(0, 1)) / pe.shape[1] ** 0.5

# --- pe_similarity is: cosine_similarity
def pe_similarity(pe):
    unit = pe / pe.norm(dim=1, keepdim=True)
    return unit.mm(unit.T)

# --- pe_similarity is: right
def pe_similarity(pe):
    return torch.stack([(row * pe).sum(1) for row in pe])

# --- apply_rope is: clockwise
def apply_rope(x, offset=0, base=10000.0):
    angles = torch.arange(offset, offset + x.shape[-2])[:, None] * angle_rates(x.shape[-1], base)
    c, s = angles.cos(), angles.sin()
    out = torch.zeros_like(x)
    out[..., ::2] = x[..., ::2] * c + x[..., 1::2] * s
    out[..., 1::2] = x[..., 1::2] * c - x[..., ::2] * s
    return out

# --- apply_rope is: rope_of_halves
def apply_rope(x, offset=0, base=10000.0):
    half = x.shape[-1] // 2
    angles = torch.arange(offset, offset + x.shape[-2])[:, None] * angle_rates(x.shape[-1], base)
    cos, sin = torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)
    rotated = torch.cat([-x[..., half:], x[..., :half]], dim=-1)
    return x * cos + rotated * sin

# --- apply_rope is: rope_ignores_offset+rope_ignores_base
def apply_rope(x, offset=0, base=10000.0):
    angles = torch.arange(x.shape[-2])[:, None] * angle_rates(x.shape[-1])
    a, b = x[..., ::2], x[..., 1::2]
    return torch.stack([a * angles.cos() - b * angles.sin(), a * angles.sin() + b * angles.cos()], -1).flatten(-2)

# --- apply_rope is: right
def apply_rope(x, offset=0, base=10000.0):
    width = x.shape[-1]
    rates = angle_rates(width, base)
    result = torch.empty_like(x)
    for t in range(x.shape[-2]):
        for pair in range(width // 2):
            angle = (offset + t) * float(rates[pair])
            a, b = x[..., t, 2 * pair], x[..., t, 2 * pair + 1]
            result[..., t, 2 * pair] = a * math.cos(angle) - b * math.sin(angle)
            result[..., t, 2 * pair + 1] = a * math.sin(angle) + b * math.cos(angle)
    return result

# --- permutation_demo is: signed_gap
def permutation_demo(attention, x, order):
    a = attention(x.index_select(0, order))
    b = attention(x).index_select(0, order)
    return a, b, float((a - b).max())

# --- permutation_demo is: mean_gap
def permutation_demo(attention, x, order):
    a, b = attention(x[order]), attention(x)[order]
    return a, b, torch.mean(torch.abs(a - b)).item()

# --- change_layout is: unknown_layout_accepted
def change_layout(x, source, target):
    d = x.shape[-1]
    index = {"sin-cos": lambda i, c: 2 * i + c, "cos-sin": lambda i, c: 2 * i + 1 - c, "halves": lambda i, c: i + c * (d // 2)}
    f, t = index.get(source, index["halves"]), index.get(target, index["halves"])
    out = torch.empty_like(x)
    for i in range(d // 2):
        for c in (0, 1):
            out[..., t(i, c)] = x[..., f(i, c)]
    return out

# --- change_layout is: right
def _checked(f):
    def inner(x, *names):
        for n in names:
            if n not in LAYOUTS:
                raise ValueError(n)
        return f(x, *names)
    return inner

@_checked
def change_layout(x, source, target):
    import numpy as np
    d = x.shape[-1]
    base = np.arange(d)
    place = {"sin-cos": base, "cos-sin": base ^ 1, "halves": np.where(base % 2 == 0, base // 2, d // 2 + base // 2)}
    perm = torch.empty(d, dtype=torch.long)
    perm[torch.from_numpy(place[target])] = torch.from_numpy(place[source])
    return x[..., perm]

# --- LearnedPositions is: right
class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.rows = nn.Parameter(torch.empty(max_len, d_model).normal_(std=0.02))
    def forward(self, x, offset=0):
        n = x.size(1)
        if not 0 <= offset <= self.rows.size(0) - n:
            raise ValueError("no row for the last token")
        return self.rows.narrow(0, offset, n).unsqueeze(0) + x

# --- sinusoidal_pe is: right
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    order = {"sin": (math.sin, math.cos), "cos": (math.cos, math.sin)}
    if even not in order:
        raise ValueError("even")
    if d_model % 2:
        raise ValueError("d_model")
    rows = []
    for p in range(max_len):
        row = []
        for i in range(d_model // 2):
            a = p / base ** (2 * i / d_model)
            row.extend(f(a) for f in order[even])
        rows.append(row)
    return torch.tensor(rows, dtype=torch.float32).reshape(max_len, d_model)

# --- sinusoidal_pe is: starts_at_one
import numpy as np
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in {"sin", "cos"}:
        raise ValueError(even)
    pos = np.arange(1, max_len + 1).reshape(-1, 1)
    theta = pos * np.asarray(angle_rates(d_model, base), dtype=np.float64)
    table = np.zeros((max_len, d_model), dtype=np.float32)
    s, c = (0, 1) if even == "sin" else (1, 0)
    table[:, s::2], table[:, c::2] = np.sin(theta), np.cos(theta)
    return torch.from_numpy(table)

# --- relative_rotation is: steps_have_no_sign
def relative_rotation(delta, d_model, base=10000.0):
    R = torch.zeros(d_model, d_model)
    for i, rate in enumerate(angle_rates(d_model, base).tolist()):
        c, s = math.cos(abs(delta) * rate), math.sin(abs(delta) * rate)
        R[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = torch.tensor([[c, s], [-s, c]])
    return R


# --- apply_rope is: positions_along_heads
def apply_rope(x, offset=0, base=10000.0):
    places = torch.arange(x.shape[1], dtype=x.dtype) + offset
    angles = torch.einsum("h,r->hr", places, angle_rates(x.shape[-1], base).to(x.dtype))[:, None, :]
    even, odd = x.unflatten(-1, (-1, 2)).unbind(-1)
    out = torch.empty_like(x)
    out[..., ::2] = even * angles.cos() - odd * angles.sin()
    out[..., 1::2] = odd * angles.cos() + even * angles.sin()
    return out


# --- LearnedPositions is: last_row_reused
class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.pos = nn.Parameter(torch.randn(max_len, d_model) / 50)

    def forward(self, x, offset=0):
        rows = [self.pos[min(offset + t, len(self.pos) - 1)] for t in range(x.shape[1])]
        return x + torch.stack(rows)


# --- PositionalEncoding is: dropout_in_evaluation
from torch.nn import functional


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe[None])
        self.rate = dropout

    def forward(self, x, offset=0):
        total = add_positional(x, self.pe[0], offset)
        return functional.dropout(total, p=self.rate)


# --- permutation_demo is: inverse_order
def permutation_demo(attention, x, order):
    first = attention(torch.index_select(x, 0, order))
    after = torch.empty_like(first)
    after[order] = attention(x)
    return first, after, float((first - after).abs().amax())


# --- add_positional is: batch_axis
def add_positional(x, pe, offset=0):
    needed = x.size(0)
    if needed + offset > len(pe):
        raise ValueError("too long")
    return x + pe.narrow(0, offset, needed).unsqueeze(1)


# --- change_layout is: halves_taken_apart_twice
def change_layout(x, source, target):
    for name in (source, target):
        if name not in LAYOUTS:
            raise ValueError(name)
    if source == target:
        return x.clone()
    even, odd = x[..., ::2].clone(), x[..., 1::2].clone()
    if source == "cos-sin":
        even, odd = odd, even
    if target == "halves":
        return torch.concat((even, odd), -1)
    if source == "halves":
        together = torch.concat((even, odd), -1)
        return together if target == "sin-cos" else torch.concat((odd, even), -1)
    pair = (even, odd) if target == "sin-cos" else (odd, even)
    return torch.stack(pair, -1).reshape(x.shape)


# --- LearnedPositions is: right
class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.rows = nn.ParameterList([nn.Parameter(torch.empty(1, max_len, d_model))])
        nn.init.trunc_normal_(self.rows[0], std=0.02)

    def forward(self, x, offset=0):
        own = self.rows[0][:, offset : offset + x.shape[-2]]
        if own.shape[-2] != x.shape[-2]:
            raise ValueError("a position past the end")
        return torch.add(x, own)


# --- relative_rotation is: right
def relative_rotation(delta, d_model, base=10000.0):
    generator = torch.zeros(d_model, d_model, dtype=torch.float64)
    for i, rate in enumerate(angle_rates(d_model, base).double()):
        generator[2 * i, 2 * i + 1], generator[2 * i + 1, 2 * i] = rate, -rate
    return torch.matrix_exp(delta * generator).float()

# --- angle_rates is: integer_division
def angle_rates(d_model, base=10000.0):
    if d_model % 2 == 1:
        raise ValueError("odd")
    i = torch.arange(d_model // 2)
    return 1.0 / base ** (2 * i // d_model)


# --- sinusoidal_pe is: degrees
def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError(even)
    theta = torch.outer(torch.arange(max_len).float(), angle_rates(d_model, base)).deg2rad()
    parts = (theta.sin(), theta.cos()) if even == "sin" else (theta.cos(), theta.sin())
    return torch.stack(parts, dim=2).reshape(max_len, d_model)


# --- sinusoidal_pe is: float64
import numpy as np


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even")
    if d_model % 2:
        raise ValueError("d_model")
    position = np.arange(max_len)[:, np.newaxis]
    div = np.exp(np.arange(0, d_model, 2) * (-np.log(base) / d_model))
    pe = np.zeros((max_len, d_model))
    pe[:, 0 if even == "sin" else 1 :: 2] = np.sin(position * div)
    pe[:, 1 if even == "sin" else 0 :: 2] = np.cos(position * div)
    return torch.from_numpy(pe)


# --- add_positional is: multiplied
def add_positional(x, pe, offset=0):
    t = x.shape[1]
    if offset + t > len(pe):
        raise ValueError("table too short")
    return torch.mul(x, pe[offset : offset + t][None])


# --- PositionalEncoding is: plain_attribute
class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.pe = pe
        self.drop = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.size(1) > self.pe.size(0):
            raise ValueError("table too short")
        return self.drop(x + self.pe[offset : offset + x.size(1), :])


# --- PositionalEncoding is: parameter_for_buffer
class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.pe = nn.Parameter(pe.clone())
        self.drop = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        return self.drop(add_positional(x, self.pe, offset))


# --- PositionalEncoding is: dropout_on_the_encoding
class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        end = x.size(1) + offset
        if end > self.pe.size(0):
            raise ValueError("too long")
        return x + self.dropout(self.pe[offset:end].expand(x.size(0), -1, -1))


# --- pe_similarity is: distances
def pe_similarity(pe):
    difference = pe[:, None, :] - pe[None, :, :]
    return difference.pow(2).sum(-1).sqrt()


# --- relative_rotation is: turned_back
def relative_rotation(delta, d_model, base=10000.0):
    R = torch.zeros(d_model, d_model)
    for i, w in enumerate(angle_rates(d_model, base)):
        c, s = torch.cos(delta * w), torch.sin(delta * w)
        R[2 * i, 2 * i], R[2 * i, 2 * i + 1] = c, -s
        R[2 * i + 1, 2 * i], R[2 * i + 1, 2 * i + 1] = s, c
    return R


# --- repair_weights is: repaired_backwards
def repair_weights(w, source, target):
    columns = change_layout(w.transpose(0, 1), target, source)
    return columns.transpose(0, 1).contiguous()


# --- LearnedPositions is: learned_index_error
class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.embedding = nn.Embedding(max_len, d_model)

    def forward(self, x, offset=0):
        places = torch.arange(x.size(1)) + offset
        return x + self.embedding(places)


# --- LearnedPositions is: learned_ignores_offset
class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Parameter(torch.randn(max_len, d_model) * 0.1)

    def forward(self, x, offset=0):
        if offset + x.size(1) > self.table.size(0):
            raise ValueError("too long")
        return x + self.table[: x.size(1)]


# --- apply_rope is: rope_adds
def apply_rope(x, offset=0, base=10000.0):
    t, d = x.shape[-2:]
    angles = torch.outer(torch.arange(t) + float(offset), angle_rates(d, base))
    table = torch.stack([angles.sin(), angles.cos()], -1).flatten(-2)
    return x + table.to(x.dtype)


# --- apply_rope is: rope_detached
def apply_rope(x, offset=0, base=10000.0):
    turns = torch.arange(offset, offset + x.shape[-2])[:, None] * angle_rates(x.shape[-1], base)
    pairs = torch.view_as_complex(x.detach().unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(turns), turns)).flatten(-2)


# --- apply_rope is: right
def apply_rope(x, offset=0, base=10000.0):
    turns = torch.arange(offset, offset + x.shape[-2], dtype=torch.float64)[:, None] * angle_rates(x.shape[-1], base)
    pairs = torch.view_as_complex(x.double().unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(pairs * torch.exp(1j * turns)).flatten(-2).to(x.dtype)


# --- add_positional is: sum_in_single_precision
def add_positional(x, pe, offset=0):
    if x.shape[1] + offset > len(pe):
        raise ValueError("no rows left")
    return torch.add(x.float(), pe.float()[offset : offset + x.shape[1]])


# --- repair_weights is: repaired_same_is_w
def repair_weights(w, source, target):
    for layout in (source, target):
        if layout not in LAYOUTS:
            raise ValueError(layout)
    return w if source is target or source == target else change_layout(w.mT, source, target).mT

# --- PositionalEncoding is: module_x_detached
class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.size(1) > self.pe.size(0):
            raise ValueError("too long")
        return self.drop(x.data + self.pe[offset : offset + x.size(1)])

# --- add_positional is: sum_in_the_dtype_of_x
def add_positional(x, pe, offset=0):
    if len(pe) < offset + x.shape[1]:
        raise ValueError("too short")
    return (x + pe[None, offset : offset + x.shape[1]]).to(x.dtype)
