#!/bin/sh
# A lock of filelock is free as soon as its holder is killed, although a forked child still has the inherited descriptor.
#
# Version: filelock 4.2.12, on Linux
# Guess: flock locks belong to the open file, which a forked child shares, so the lock is held until the child has
#        ended too.
# Behaviour: the lock can be taken at once while the child lives and holds the descriptor.
# Where it matters: whoever waits for the children of a killed grader cannot rely on the lock for it.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    filelock==4.2.12 || exit 2

cat > "$folder/try.py" <<'END'
import os
import signal
import time

from filelock import FileLock, Timeout

ready, told = os.pipe()
holder = os.fork()
if holder == 0:
    lock = FileLock("lock")
    lock.acquire()
    child = os.fork()
    if child == 0:
        time.sleep(20)
        os._exit(0)
    os.write(told, str(child).encode())
    time.sleep(20)
    os._exit(0)
child = int(os.read(ready, 20))


def free():
    try:
        FileLock("lock").acquire(timeout=0.2)
    except Timeout:
        return "held"
    return "free"


names = [os.path.basename(os.readlink(f"/proc/{child}/fd/{fd}")) for fd in os.listdir(f"/proc/{child}/fd")]
print("the child has the descriptor:", "lock" in names)
print("while the holder lives:", free())
os.kill(holder, signal.SIGKILL)
os.waitpid(holder, 0)
print("the child lives:", os.path.exists(f"/proc/{child}"))
print("after the holder was killed:", free())
os.kill(child, signal.SIGKILL)
END

cat > "$folder/stated" <<'END'
the child has the descriptor: True
while the holder lives: held
the child lives: True
after the holder was killed: free
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
