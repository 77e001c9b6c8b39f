"""Says whether this Python can run the kit. Kept to syntax that old Pythons read, so that they can say so too."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "error: this is Python %d.%d and the kit needs 3.11 or newer. "
        "Name one: make setup PYTHON=python3.12" % sys.version_info[:2]
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit("error: this Python cannot make virtual environments. Debian and Ubuntu: apt-get install python3-venv")
