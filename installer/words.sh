#!/usr/bin/env bash
# Collect every sentence, from the program and the code lists, and bring each catalogue up to date with them.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
PYTHONPATH=. .venv/bin/pybabel --quiet extract --mapping-file installer/babel.cfg --no-default-keywords \
    --keyword tr --keyword tr_later --keyword tr_many:1,2 --sort-by-file --no-wrap --add-location file \
    --project HubDesk --output-file build/hubdesk.pot .
for catalogue in resources/translations/*.po; do
    language=$(basename "$catalogue" .po)
    .venv/bin/pybabel --quiet update --locale "$language" --input-file build/hubdesk.pot --output-file "$catalogue" \
        --no-wrap --no-fuzzy-matching --ignore-obsolete
done
