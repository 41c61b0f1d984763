#!/usr/bin/env bash
# Open HubDesk on the demo hub; without a screen, do a day's work and leave its papers and pictures.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/python -m hubdesk demo --open
fi
echo "There is no screen here, so HubDesk does a day's work without a window and leaves it in demo-day."
exec .venv/bin/python -m hubdesk demo-day demo-day
