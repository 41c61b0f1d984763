"""Paper: registers, forms, agreements, certificates and lists as PDF files.

What lives here: ``typefaces`` (which font file draws what), ``lettering`` (any text in any script becomes shaped lines),
``paper`` (one PDF document), ``blocks`` and ``flow`` (things on a page, and pages from things), one file per document,
and ``pages`` (pictures of finished pages for the preview and the printer).

It may import operations, reports and what is below them. Only this package knows reportlab, segno, uharfbuzz, bidi and pypdfium2.
A document is given a plain frozen dataclass in printing terms, never a record, so that it can be tried without a store.

To add a document: one file with a frozen dataclass that says what is on it, a function ``draw(target, data, *,
large_print, progress)`` in the manner of ``register_to_sign``, which gives what to say before printing, and
``file_name(data)``, which never holds a person's name.
"""
