#!/bin/sh
# jupytext writes, with a filter of its own syntax, a script that it cannot read again.
#
# Version: jupytext 1.19.6, nbformat 5.10.4
# Guess: what a metadata filter lets through can be read again; a kernelspec without its display name is filled in.
# Behaviour: `notebook_metadata_filter: -kernelspec.display_name` (the syntax of jupytext's own
#            -jupytext.text_representation) is obeyed when writing, so the header holds `kernelspec: {name: python3}`;
#            reading that file ends in a NotebookValidationError.
# Where it matters: the header of a master, which should not change with the display name of an author's kernel: the
#                   whole kernelspec is kept instead.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    jupytext==1.19.6 nbformat==5.10.4 || exit 2

cat > "$folder/try.py" <<'END'
import jupytext
import nbformat

notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
notebook.metadata["jupytext"] = {
    "notebook_metadata_filter": "-kernelspec.display_name,-kernelspec.language,-jupytext.text_representation"
}
script = jupytext.writes(notebook, fmt="py:percent")
print([line for line in script.split("\n") if "display_name: " in line or "name: python3" in line])
try:
    jupytext.reads(script, fmt="py:percent")
except Exception as error:
    print(type(error).__name__, str(error).split("\n")[0])
END

cat > "$folder/stated" <<'END'
['#     name: python3']
NotebookValidationError 'display_name' is a required property
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
