"""Why a level does not work on this machine, and what mends it: docs/troubleshooting.md says more of each."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.messages import Message

PAGE = "docs/troubleshooting.md"


def cause_of(level: str, said: str) -> tuple[Message, Message]:
    """The cause and its mend, as far as the machine tells.

    Args:
        level: label of the level that was tried.
        said: the last words of the attempt.

    Returns:
        what is wrong, in a clause; and a sentence that says what to do.
    """
    if "pyseccomp" in said or "libseccomp" in said:
        return (
            Message("the library libseccomp or its package pyseccomp is missing ({said})", said=said),
            Message("Install both: apt-get install libseccomp2; pip install pyseccomp."),
        )
    if level == "landlock":
        if "Landlock" in said or "landlock" in said:
            return (
                Message("this kernel, or the container that it runs, offers no Landlock ({said})", said=said),
                Message(
                    "It needs Linux 5.13 or newer with landlock in /sys/kernel/security/lsm; see {page}.", page=PAGE
                ),
            )
        return Message("{said}", said=said), Message("See {page}.", page=PAGE)
    if level != "namespaces":
        return Message("{said}", said=said), Message("See {page}.", page=PAGE)
    if os.getuid() != 0:
        if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
            return (
                Message(
                    "AppArmor keeps unprivileged programs from making user namespaces, as on Ubuntu 24.04 ({said})",
                    said=said,
                ),
                Message(
                    "Allow it for bwrap with a profile, or for all: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0; see {page}.",
                    page=PAGE,
                ),
            )
        if _setting("kernel/unprivileged_userns_clone") == "0":
            return (
                Message("this system forbids user namespaces to unprivileged users ({said})", said=said),
                Message("Allow them: sudo sysctl -w kernel.unprivileged_userns_clone=1; see {page}.", page=PAGE),
            )
    if _setting("user/max_user_namespaces") == "0":
        return (
            Message("this system allows no user namespace ({said})", said=said),
            Message("Allow them: sudo sysctl -w user.max_user_namespaces=15000; see {page}.", page=PAGE),
        )
    if in_container():
        return (
            Message("the container forbids what it needs ({said})", said=said),
            Message(
                "Start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt "
                "systempaths=unconfined (podman: --security-opt unmask=ALL), or name a weaker level; see {page}.",
                page=PAGE,
            ),
        )
    return Message("{said}", said=said), Message("See {page}, or name a weaker level with --isolation.", page=PAGE)


def in_container() -> bool:
    """Whether this looks like a container."""
    signs = ("/.dockerenv", "/run/.containerenv", "/.singularity.d")
    if any(Path(sign).exists() for sign in signs) or os.environ.get("container"):  # noqa: SIM112 - systemd's own name
        return True
    try:
        users = Path("/proc/self/uid_map").read_text(encoding="ascii").split()
    except OSError:
        return False
    return users != ["0", "0", str((1 << 32) - 1)]  # else it has all users that the machine has


def _setting(name: str) -> str:
    """A setting of the kernel's; empty where it does not know it."""
    try:
        return Path(f"/proc/sys/{name}").read_text(encoding="ascii").strip()
    except OSError:
        return ""
