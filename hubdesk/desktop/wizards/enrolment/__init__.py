"""The pages of enrolling somebody, and what they do at the end (``plan.py``).

May import the shared parts of ``hubdesk.desktop.wizards``, operations and reports. A new page is a Question of its own
file, with its place in ``STEPS`` of the plan.
"""
