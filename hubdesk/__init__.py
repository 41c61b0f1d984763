"""HubDesk: the software a community learning hub runs its day on.

The map, from the ground up. Each package imports only those above it in this list:

base          words for people, errors, progress, where files are
fields        what a field is: its type, label and meaning
records       the nouns, one file per record kind; KINDS in menu order
access        keys and passphrases, roles, and the one table of rights
store         the hub's encrypted file: operations, journal, undo, search, migrations
operations    the verbs that touch several records
reports       the questions: figures and lists
printing, spreadsheets, sync    paper, CSV and XLSX, packages between hub and lead
demo          the demo hub, made by all of these
desktop | cli the window, or the same functions without one
"""

__version__ = "0.1.0"
