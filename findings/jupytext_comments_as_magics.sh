#!/bin/sh
# jupytext takes some ordinary comments of a percent script for commented magic commands, and uncomments them.
#
# Version: jupytext 1.19.6
# Guess: only a comment that was a magic command before (`# %time f()`) is uncommented when a script is read.
# Behaviour: a cell whose first line is a comment that begins with a shell command's name (cat, rm, ls, copy, mkdir,
#            echo), with % or with ! comes back without its `# `, so that prose becomes code that does not parse.
#            `comment_magics=False` in the format leaves comments alone.
# Where it matters: scripts that students hand in, and masters: a right function below `# cat sat on the mat` would be
#                   lost.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    jupytext==1.19.6 || exit 2

cat > "$folder/try.py" <<'END'
import jupytext

for comment in ("cat sat on the mat", "rm the largest score first", "ls is short for a list", "the largest score first"):
    script = f"# %%\n# {comment}\nx = 1\n"
    plain = jupytext.reads(script, fmt="py:percent").cells[0].source.split("\n")[0]
    asked = {"extension": ".py", "format_name": "percent", "comment_magics": False}
    kept = jupytext.reads(script, fmt=asked).cells[0].source.split("\n")[0]
    print(f"{plain!r:40} {kept!r}")
END

cat > "$folder/stated" <<'END'
'cat sat on the mat'                     '# cat sat on the mat'
'rm the largest score first'             '# rm the largest score first'
'ls is short for a list'                 '# ls is short for a list'
'# the largest score first'              '# the largest score first'
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
