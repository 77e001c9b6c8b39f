"""``python -m autograder.gradescope /autograder`` grades what lies in its ``submission``; ``--check`` tries the image out."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder import startup

startup.prepare()

from autograder.errors import KitError
from autograder.gradescope.container import Container
from autograder.messages import Message
from autograder.translation import translator


def main(arguments: list[str]) -> int:
    """Exit code 0 where results.json was written (or the image is fit to grade); else Gradescope shows that grading failed."""
    translate = translator(None)
    try:
        container = Container(Path(arguments[0]))
        translate = container.translate
        if "--check" in arguments:
            container.check()
        else:
            container.grade()
    except KitError as error:
        print(translate(Message("error: {what}", what=error.translated(translate))), file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
