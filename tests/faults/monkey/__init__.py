"""A monkey at the desk: seeded keys, clicks and rubbish in the real window on the demo hub.

``python -m tests.faults.monkey SEED EVENTS FOLDER`` prints what it saw as JSON; ``FOLDER/events`` is what it did and
``FOLDER/memory`` what the process held meanwhile, line by line, also when the program died of it. Everything is written
below FOLDER, and a write elsewhere is a fault.
"""
