"""What an instructor writes, read and checked: the master notebook, its tests, wrong and right solutions.

Every mistake that an author can make ends in a :class:`~autograder.errors.KitError` that names the file, the line and
what to do.
"""

import sys

# jsonschema, which nbformat imports, would build the grammar of a kind of address that no notebook is checked for; that
# took two thirds of the time until any command of ours had started.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
