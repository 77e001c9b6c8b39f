#!/bin/sh
# The first optimizer of a process imports torch's compiler, although nothing is compiled.
#
# Version: torch 2.13.0, on a CPU
# Guess: an optimizer is a few lists of tensors: to make the first one imports next to nothing.
# Behaviour: torch.optim.SGD(...) or AdamW(...) imports torch._dynamo and with it sympy and hundreds of modules more (823 and
#            71 MB here), where a forward and a backward pass import none. A second optimizer costs nothing.
# Where it matters: whoever forks a process per submission: imported before the fork the memory is shared by all, imported by
#                   each child it is each child's own, and its time is charged to the student's training loop.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    torch==2.13.0 numpy || exit 2

cat > "$folder/try.py" <<'END'
import sys

import torch


def megabytes():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024


def step(what, run):
    modules, before = len(sys.modules), megabytes()
    run()
    modules, more = len(sys.modules) - modules, megabytes() - before
    size = "hundreds" if modules >= 200 else "few" if modules < 50 else "some"
    print(f"{what}: {size} modules, {'over 40 MB' if more > 40 else 'under 40 MB'};",
          f"compiler {'imported' if 'torch._dynamo' in sys.modules else 'not imported'}")
    print(f"  measured: {modules} modules, {more:.0f} MB", file=sys.stderr)


layer = torch.nn.Linear(4, 4)
step("forward and backward", lambda: layer(torch.ones(2, 4)).sum().backward())
step("the first optimizer", lambda: torch.optim.SGD(layer.parameters(), lr=0.1))
step("the second optimizer", lambda: torch.optim.AdamW(layer.parameters(), lr=0.1))
END

cat > "$folder/stated" <<'END'
forward and backward: few modules, under 40 MB; compiler not imported
the first optimizer: hundreds modules, over 40 MB; compiler imported
the second optimizer: few modules, under 40 MB; compiler imported
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
