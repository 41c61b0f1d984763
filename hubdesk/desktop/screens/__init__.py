"""One page of the window a module: unlock, set-up, settings, and the places of the rail.

A screen may import anything below desktop, and is imported when it is first shown. Unlock and set-up come before the
file is open and import only ``hubdesk.base``. To add one: see ``hubdesk.desktop``, then places.py or desk_commands.py.
"""
