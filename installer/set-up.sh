#!/usr/bin/env bash
# Make .venv ready on a machine that may have nothing but Python and make: set-up.sh LOCK
# As root on Debian or Ubuntu it installs missing system packages itself; otherwise it names them in one line.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1
python=${PYTHON:-python3}

missing() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    "$python" - installer/system-packages <<'PYTHON'
import ctypes, sys

for line in open(sys.argv[1]):
    library, package = line.split()
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "HubDesk needs Python 3.11 or newer: install it, or name it, such as: make run PYTHON=python3.13" >&2
    exit 1
fi

# What the tests by ear need besides; without it they are skipped.
missing_to_listen() {
    [ "$lock" = tests/requirements.lock ] || return 0
    while read -r file package; do
        compgen -G "$file" >/dev/null || echo "$package"
    done <installer/system-packages-to-listen
}

packages=$(missing | xargs)
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    packages=$({ missing; missing_to_listen; } | xargs)
fi
if [ -n "$packages" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $packages"
        apt-get update -qq
        # shellcheck disable=SC2086 # one word for each package
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
    else
        echo "HubDesk needs these system packages first: sudo apt-get install $packages" >&2
        exit 1
    fi
fi

# pip comes last: without it an earlier run was stopped half-way
[ -x .venv/bin/pip ] || "$python" -m venv .venv
echo "Installing the Python packages of $lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
