"""Kinds of records that HubDesk does not keep: `test_four_files.py` adds them to a copy of it, and never imports them here."""
