"""CSV and XLSX, in (with a rehearsal first) and out.

In: `reading` makes sheets of text from a file, `heading` finds the table in a sheet, `mapping` guesses which column is
which field, `rehearsal` says row by row what would happen, `importing` does it. Out: `writing`. What is written here can
be read here. May import operations, reports and below. Columns come from the fields, so a new kind needs nothing here;
other words that people use for a field go into resources/spreadsheets/headings.json.
"""
