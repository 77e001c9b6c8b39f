#!/bin/sh
# What safetensors writes of a transposed or sliced NumPy array has its shape and dtype, and other values.
#
# Version: safetensors 0.8.0, numpy 2.4.6 (0.7.0 was right; https://github.com/safetensors/safetensors/issues/825)
# Guess: such an array is written rightly, as np.save does, or refused, as safetensors.torch does.
# Behaviour: the memory is written as it lies, under the array's own shape: vectors.T, an array in Fortran's order and every second row come
#            back with the right shape and wrong values. Nothing is said. np.ascontiguousarray(array) is written rightly.
# Where it matters: whoever hands in vectors or weights as safetensors: a projection matrix that was transposed, scikit-learn's PCA (its
#                   components are in Fortran's order), a subset of rows.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    safetensors==0.8.0 numpy==2.4.6 || exit 2

cat > "$folder/try.py" <<'END'
import numpy as np
from safetensors.numpy import load, save

vectors = np.arange(12, dtype=np.float32).reshape(3, 4)
arrays = {
    "as it was made": vectors,
    "transposed": vectors.T,
    "in Fortran's order": np.asfortranarray(vectors),
    "every second row": vectors[::2],
    "transposed, ascontiguousarray": np.ascontiguousarray(vectors.T),
}
for name, array in arrays.items():
    found = load(save({"x": array}))["x"]
    shape = "same shape" if found.shape == array.shape else "another shape"
    print(f"{name}: {shape}, {'same values' if np.array_equal(found, array) else 'other values'}")
END

cat > "$folder/stated" <<'END'
as it was made: same shape, same values
transposed: same shape, other values
in Fortran's order: same shape, other values
every second row: same shape, other values
transposed, ascontiguousarray: same shape, same values
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
