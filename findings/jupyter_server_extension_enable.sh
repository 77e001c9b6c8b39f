#!/bin/sh
# `jupyter server extension enable` refuses a module that it can import, and says that it could not be found.
#
# Version: jupyter_server 2.21.1
# Guess: the command switches on any importable module with _load_jupyter_server_extension, as its help says.
# Behaviour: a module is only switched on if a settings file in jupyter_server_config.d names it already; then the
#            command is not needed. Otherwise: the module could not be found, are you sure the extension is installed?
# Where it matters: an extension has to bring its settings file itself.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    jupyter_server==2.21.1 || exit 2

cat > "$folder/try.py" <<'END'
import pathlib
import subprocess
import sys
import sysconfig

module = pathlib.Path(sysconfig.get_path("purelib")) / "my_extension.py"
module.write_text("def _load_jupyter_server_extension(app):\n    pass\n")
settings = pathlib.Path(sys.prefix) / "etc" / "jupyter" / "jupyter_server_config.d" / "my_extension.json"


def enable():
    command = [sys.executable, "-m", "jupyter", "server", "extension", "enable", "--sys-prefix", "my_extension"]
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": str(pathlib.Path(sys.executable).parent)})
    return "could not be found" if "could not be found" in done.stdout + done.stderr else "enabled"


print("importable:", subprocess.run([sys.executable, "-c", "import my_extension"]).returncode == 0)
print("without a settings file:", enable())
settings.parent.mkdir(parents=True, exist_ok=True)
settings.write_text('{"ServerApp": {"jpserver_extensions": {"my_extension": false}}}')
print("with one that names it:", enable())
END

cat > "$folder/stated" <<'END'
importable: True
without a settings file: could not be found
with one that names it: enabled
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
