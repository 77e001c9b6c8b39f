"""A scan for a secret, as a student would write it: all memory of the own process, and all files that can be read.

The secret itself must not stand in the scan, or it would find itself. It is given as its first half and the digest of
its second half.
"""

from __future__ import annotations

import hashlib
import secrets
import time


class Token:
    """A random secret of 64 letters."""

    def __init__(self) -> None:
        self.text = secrets.token_hex(32)
        self.since = time.time() - 5

    def scan(self) -> str:
        """Python source that defines ``scan_memory()`` and ``scan_files()``: each returns (bytes read, hits)."""
        head, tail = self.text[:32], self.text[32:]
        digest = hashlib.sha256(tail.encode()).hexdigest()
        return _SCAN.format(head=head, digest=digest, since=self.since)


_SCAN = """
import ctypes, hashlib, os, re
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # or the process could not open its own memory
HEAD, DIGEST = b"{head}", "{digest}"

def hits_in(data):
    at, hits = data.find(HEAD), 0
    while at >= 0:
        hits += hashlib.sha256(data[at + 32 : at + 64]).hexdigest() == DIGEST
        at = data.find(HEAD, at + 1)
    return hits

def scan_memory():
    read = hits = 0
    with open("/proc/self/maps") as maps:
        regions = re.findall(r"(?m)^([0-9a-f]+)-([0-9a-f]+) r(?!.*\\[v)", maps.read())
    with open("/proc/self/mem", "rb", 0) as memory:
        for start, end in regions:
            position, end = int(start, 16), int(end, 16)
            while position < end:
                try:
                    memory.seek(position)
                    data = memory.read(min(16 << 20, end - position))
                except (OSError, OverflowError):
                    break
                if not data:
                    break
                read += len(data)
                hits += hits_in(data)
                position += len(data) - 63 if len(data) > 63 and position + len(data) < end else len(data)
    return read, hits

def scan_files():
    read = hits = 0
    for top in ("/", "/proc/self/root", "/proc/1/root", "/proc/1/cwd", "/proc/1/fd", "."):
        for folder, folders, names in os.walk(top):
            if top == "/":
                folders[:] = [name for name in folders if os.path.join(folder, name) not in ("/proc", "/sys")]
            else:
                folders[:] = []
            for name in names:
                path = os.path.join(folder, name)
                try:
                    # A file that was not written since the secret was drawn cannot hold it; nobody can set this time.
                    if os.lstat(path).st_ctime < {since} or not os.path.isfile(path):
                        continue
                    with open(path, "rb") as file:
                        data = file.read(64 << 20)
                except OSError:
                    continue
                read += 1
                hits += hits_in(data)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in ("environ", "cmdline"):
            try:
                with open(f"/proc/{{pid}}/{{name}}", "rb") as file:
                    data = file.read()
            except OSError:
                continue
            read += 1
            hits += hits_in(data)
    return read, hits
"""
