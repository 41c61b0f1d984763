"""The demo hub: Westcroft, a second hub and their network, made of real wards and invented people.

`people`, `teaching`, `volunteers`, `visits` and `advice` invent, `building` puts them into stores that it is handed, and `day` does a
receptionist's day without a window. The same every time for the same day. Imports everything below the window and
the command line; nothing imports it but them.
"""
