#!/bin/sh
# An editable installation leaves out the data files that an ordinary one copies into the environment.
#
# Version: setuptools 84.2.1, pip as the Python brings it
# Guess: `pip install -e` does all that `pip install` does, except that modules are read from where they lie; so files
#        listed under [tool.setuptools.data-files], such as Jupyter's extension settings in etc/, are copied.
# Behaviour: they are copied by `pip install .` and not by `pip install -e .`, without a word.
# Where it matters: the kit is installed editable, so `make setup` copies the settings that switch its Jupyter
#                   extension on.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    setuptools==84.2.1 || exit 2

cat > "$folder/try.py" <<'END'
import pathlib
import subprocess
import sys

project = pathlib.Path("project")
project.mkdir()
(project / "hello.py").write_text("x = 1\n")
(project / "hello.json").write_text("{}\n")
(project / "pyproject.toml").write_text(
    "[build-system]\nrequires = ['setuptools']\nbuild-backend = 'setuptools.build_meta'\n"
    "[project]\nname = 'hello'\nversion = '1'\n"
    "[tool.setuptools]\npy-modules = ['hello']\n"
    "[tool.setuptools.data-files]\n'etc/hello.d' = ['hello.json']\n"
)
for kind in (["-e"], []):
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-build-isolation", "--force-reinstall", *kind, "./project"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    copied = (pathlib.Path(sys.prefix) / "etc" / "hello.d" / "hello.json").exists()
    print("pip install", *kind, ".", "->", "copied" if copied else "not copied")
END

cat > "$folder/stated" <<'END'
pip install -e . -> not copied
pip install . -> copied
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
