"""Advice: sessions of information, advice and guidance."""
