"""What everything else stands on: words for people, errors, progress, places of files.

Imports nothing else of HubDesk and nothing slow.
"""
