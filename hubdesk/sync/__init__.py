"""Packages between a hub and its lead: from the journal to a file, and from files to a merge.

May import operations, reports and below.
"""
