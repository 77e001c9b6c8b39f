#!/bin/sh
# csv.Sniffer finds a letter to be the delimiter of a table that has one column.
#
# Version: Python 3.11.7, standard library
# Guess: a list of names, one a line, has no delimiter, and the sniffer says so with csv.Error.
# Behaviour: it takes a letter that stands once in most lines: the header “name” and two names give “n”, and the columns
#        are pieces of names.
# Where it matters: class lists and marks from spreadsheets; ours are read with the delimiters that spreadsheets write, and the
#        sniffer is not asked.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2

cat > "$folder/try.py" <<'END'
import csv

LIST = "name\nDana Levi\nOmer Cohen\n"
found = csv.Sniffer().sniff(LIST)
print("delimiter:", found.delimiter)
for row in csv.reader(LIST.splitlines(), found):
    print(row)
END

cat > "$folder/stated" <<'END'
delimiter: n
['', 'ame']
['Da', 'a Levi']
['Omer Cohe', '']
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
