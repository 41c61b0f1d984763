"""Who may open the hub's file: passphrases and the key slots that they unlock.

Imports records and below. `rights.py` is the one table of who may do what. The data key is random and sealed to each
holder, whose own key lies under their passphrase, so that a passphrase can change without the file being written anew.
"""
