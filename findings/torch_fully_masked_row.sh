#!/bin/sh
# What attention gives for a row that may look at nothing depends on the function, on the weights being asked for and on the number of heads.
#
# Version: torch 2.13.0, on a CPU
# Guess: one library has one answer to a row without any key: NaN everywhere, or zeros everywhere.
# Behaviour: scaled_dot_product_attention gives zeros. nn.MultiheadAttention gives NaN if weights are asked for;
#            without weights, in evaluation and without gradients, zeros with one head and NaN with two.
# Where it matters: tests whose oracle is torch: the row of zeros that the exercise asks for is what one of torch's
#                   functions does, not the other.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    torch==2.13.0 numpy || exit 2

cat > "$folder/try.py" <<'END'
import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

torch.manual_seed(0)
x = torch.randn(1, 3, 4)
keep = torch.tensor([[True, True, False], [False, False, False], [True, True, True]])


def said(row):
    return "NaN" if row.isnan().all() else "zeros" if (row == 0).all() else "numbers"


print("scaled_dot_product_attention:", said(scaled_dot_product_attention(x, x, x, attn_mask=keep)[0, 1]))
for heads in (1, 2):
    layer = nn.MultiheadAttention(4, heads, batch_first=True).eval()
    for weights in (True, False):
        with torch.no_grad():
            row = layer(x, x, x, attn_mask=~keep, need_weights=weights)[0][0, 1]
        print(f"MultiheadAttention, {heads} head(s), need_weights={weights}:", said(row))
END

cat > "$folder/stated" <<'END'
scaled_dot_product_attention: zeros
MultiheadAttention, 1 head(s), need_weights=True: NaN
MultiheadAttention, 1 head(s), need_weights=False: zeros
MultiheadAttention, 2 head(s), need_weights=True: NaN
MultiheadAttention, 2 head(s), need_weights=False: NaN
END

(cd "$folder" && venv/bin/python try.py) > "$folder/seen"
cat "$folder/seen"
if diff "$folder/stated" "$folder/seen" >/dev/null; then
    echo "== as stated"
else
    echo "== CHANGED; stated was:"
    cat "$folder/stated"
    exit 1
fi
