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
