#!/bin/sh
# What pip cannot bring. bubblewrap: the outer wall of the strongest isolation. espeak-ng and tesseract: speech and
# reading for new worlds of assignment 6; nothing that students or graders run needs them. Installed where we may, asked for
# where not. With the word "tests": Chromium too, in which the tests open notebooks and reports, and PostgreSQL, on which the
# course's server is tried (a database of the tests' own; none is left running).
set -u
[ "$(uname -s)" = Linux ] || exit 0

missing=""
command -v bwrap >/dev/null 2>&1 || missing="$missing bubblewrap"
command -v espeak-ng >/dev/null 2>&1 || missing="$missing espeak-ng"
tesseract --list-langs 2>/dev/null | grep -qx heb || missing="$missing tesseract-ocr tesseract-ocr-heb"
if [ "${1:-}" = tests ]; then
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
        || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fi
[ -n "$missing" ] || exit 0

root=""
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null && root="sudo -n"
fi
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" -eq 0 ] || [ -n "$root" ]; }; then
    echo "installing$missing"
    $root apt-get update -qq >/dev/null 2>&1
    $root apt-get install -y -qq $missing >/dev/null 2>&1 && exit 0
fi
cat <<EOF
note: not installed:$missing
      Debian, Ubuntu: sudo apt-get install$missing
      Fedora, by dnf: bubblewrap, espeak-ng, tesseract, tesseract-langpack-heb, chromium, postgresql-server
      Without bubblewrap submissions cannot be confined at the strongest level: 'make demo' uses the next weaker one and
      says so; 'autograder doctor' explains. Without espeak-ng and tesseract no new worlds with speech and pictures can be
      made. Without Chromium the tests in tests/browser are skipped, without PostgreSQL those of the server with it.
EOF
exit 0
