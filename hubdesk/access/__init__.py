"""Who may open the hub's file: passphrases and the key slots that they unlock.

Imports records and below. The rights of each role will stand here as one table. The data key is random; a slot holds
it wrapped under a passphrase, so that a passphrase can change without the file being written anew.
"""
