#!/usr/bin/env bash
# Make the folder dist/hubdesk that runs without Python, and from it this system's installer.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
[ -x "$python" ] || python=.venv/Scripts/python.exe
"$python" -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build installer/hubdesk.spec
version=$("$python" -c 'import hubdesk; print(hubdesk.__version__)')

case "$(uname -s)" in
    Linux) installer/deb.sh "$version" ;;
    *) makensis "-DVERSION=$version" installer/hubdesk.nsi ;;
esac
