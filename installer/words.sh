#!/usr/bin/env bash
# Collect every sentence, from the program and the code lists, for translators: resources/translations/hubdesk.pot
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p resources/translations
PYTHONPATH=. .venv/bin/pybabel --quiet extract --mapping-file installer/babel.cfg --no-default-keywords \
    --keyword tr --keyword tr_later --keyword tr_many:1,2 --sort-by-file --no-wrap --add-location file \
    --project HubDesk --output-file resources/translations/hubdesk.pot .
