"""Other engines on the same rows: ``python -m tests.bench.sync 100000 --peers`` sets them up and times them beside ours.

Each runs in a virtual environment of its own (`environment.py`), made in ``.peers/`` the first time; that needs the
network. No test needs them.
"""
