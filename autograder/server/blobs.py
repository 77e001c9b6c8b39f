"""What was handed in, as bytes under their digest: once they are there they never change, and they survive a power cut.

```
hand_ins/3f/3fa9….bin
hand_ins/.incoming/    half-received; swept when the server starts
```
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path


class TooLarge(Exception):
    """More bytes than are accepted."""


class Blobs:
    """A folder of bytes by their SHA-256.

    Args:
        folder: made if it is not there; only its owner may look into it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / ".incoming"
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)

    def sweep(self) -> None:
        """Remove what was never received to its end: nobody has a receipt for it."""
        for path in self._incoming.iterdir():
            path.unlink(missing_ok=True)

    def receive(self, most: int) -> Incoming:
        """Begin to receive at most so many bytes.

        Raises:
            OSError: as opening a file does.
        """
        return Incoming(self, self._incoming / secrets.token_hex(16), most)

    def path(self, digest: str) -> Path:
        """Where the bytes of a digest lie."""
        return self.folder / digest[:2] / f"{digest}.bin"

    def holds(self, digest: str) -> bool:
        """Whether these bytes are there, whole."""
        try:
            return hashlib.sha256(self.path(digest).read_bytes()).hexdigest() == digest
        except OSError:
            return False


class Incoming:
    """Bytes on their way in. Use as a context manager: what is not kept is removed."""

    def __init__(self, blobs: Blobs, path: Path, most: int) -> None:
        self._blobs, self._path, self._most = blobs, path, most
        self._hash = hashlib.sha256()
        self._file = path.open("xb")
        self.size = 0
        self.head = b""
        """The first bytes, by which a zip is told from a notebook."""

    def write(self, piece: bytes) -> None:
        """Add a piece.

        Raises:
            TooLarge: with it there would be more than are accepted.
            OSError: as writing does.
        """
        self.size += len(piece)
        if self.size > self._most:
            raise TooLarge
        if len(self.head) < 4:
            self.head = (self.head + piece[:4])[:4]
        self._hash.update(piece)
        self._file.write(piece)

    def keep(self) -> str:
        """Have the bytes on the disk under their digest, and return it; only then may a receipt be given.

        Raises:
            OSError: the disk is full, or as any writing.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        digest = self._hash.hexdigest()
        target = self._blobs.path(digest)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        self._path.replace(target)  # the same bytes, if they were there before
        for folder in (target.parent, self._blobs.folder):  # the names too
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return digest

    def __enter__(self) -> Incoming:
        return self

    def __exit__(self, *exception: object) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
