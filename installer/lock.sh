#!/usr/bin/env bash
# Write both locks anew: every package with its version and hashes, for every system. Needs the network.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() {
    .venv/bin/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
        --custom-compile-command "make lock" --output-file "$@" pyproject.toml
}
lock requirements.lock --extra lead
lock tests/requirements.lock --extra lead --extra dev --constraint requirements.lock
