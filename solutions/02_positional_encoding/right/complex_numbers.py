"""Complex numbers: a hand is one number of length 1, a step is a product."""

# exercise: permutation_demo, angle_rates, sinusoidal_pe, relative_rotation, pe_similarity, change_layout, apply_rope
import torch


def permutation_demo(attention, x, order):
    one_hot = torch.eye(len(order))[order]
    first, after = attention(one_hot @ x), one_hot @ attention(x)
    return first, after, float(torch.linalg.vector_norm(first - after, ord=torch.inf))


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model must be even")
    return torch.pow(torch.tensor(base), -torch.linspace(0, 1, d_model // 2 + 1)[:-1])


def hands(positions, d_model, base):
    """Complex hands of shape (positions, d_model / 2)."""
    return torch.exp(1j * torch.outer(positions.double(), angle_rates(d_model, base).double()))


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    pairs = torch.view_as_real(hands(torch.arange(max_len), d_model, base))
    pairs = {"sin": pairs.flip(-1), "cos": pairs}.get(even)
    if pairs is None:
        raise ValueError(even)
    return pairs.reshape(max_len, d_model).float()


def relative_rotation(delta, d_model, base=10000.0):
    columns = []
    turn = hands(torch.tensor([delta]), d_model, base)[0]
    for unit in torch.eye(d_model, dtype=torch.float64):
        sine_cosine = unit.reshape(-1, 2)
        turned = torch.complex(sine_cosine[:, 1], sine_cosine[:, 0]) * turn
        columns.append(torch.stack([turned.imag, turned.real], dim=-1).flatten())
    return torch.stack(columns, dim=1)


def pe_similarity(pe):
    return torch.matmul(pe, pe.transpose(0, 1))


def change_layout(x, source, target):
    d = x.shape[-1]
    columns = {
        "sin-cos": torch.arange(d),
        "cos-sin": torch.arange(d).reshape(-1, 2).flip(-1).flatten(),
        "halves": torch.arange(d).reshape(-1, 2).T.flatten(),
    }
    if source not in columns or target not in columns:
        raise ValueError("unknown layout")
    return x[..., torch.argsort(columns[source])][..., columns[target]]


def apply_rope(x, offset=0, base=10000.0):
    pairs = torch.view_as_complex(x.float().reshape(*x.shape[:-1], -1, 2))
    turn = hands(torch.arange(offset, offset + x.shape[-2]), x.shape[-1], base).to(torch.complex64)
    return torch.view_as_real(pairs * turn).flatten(3).type_as(x)
