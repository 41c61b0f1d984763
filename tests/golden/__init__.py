"""Packages as released versions of HubDesk wrote them, which every later one must take in as they were meant."""
