"""What lines of the log say of the log itself, in sentences."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from hubdesk.base.words import tr, tr_many


def repair_said(row: Row[Any], about: dict[str, Any]) -> str:
    """That the file was repaired, and how much of the log is missing since."""
    return tr_many(
        "The file was damaged and was repaired at {when} (UTC, line {line}). {n} part of the log lay in a damaged place and is missing since.",
        "The file was damaged and was repaired at {when} (UTC, line {line}). {n} parts of the log lay in damaged places and are missing since.",
        len(about["missing"]),
        when=_when(row),
        line=row.seq,
    )


def _when(row: Row[Any]) -> str:
    return str(row.moment)[:16].replace("T", " ")


def alarm_said(row: Row[Any], about: dict[str, Any]) -> str:
    """What did not fit between the log and what was known of it outside."""
    why, when = about.get("why"), _when(row)
    if why == "missing":
        return tr(
            "The anchor beside the file was missing at {when} (UTC, line {n}). What stood at the end of the log before "
            "that is known only from packages and backups.",
            when=when,
            n=row.seq,
        )
    if why == "forged":
        return tr("The anchor beside the file was damaged or forged at {when} (UTC, line {n}).", when=when, n=row.seq)
    if why == "lead":
        return tr(
            "At {when} (UTC, line {n}) a receipt told another line {seq}: the log had been rewritten or cut before that, "
            "or a backup was brought back.",
            when=when,
            n=row.seq,
            seq=about.get("seq"),
        )
    if why == "cut":
        return tr(
            "The end of the log was cut before {when} (UTC, line {n}): it had reached line {seq}.",
            when=when,
            n=row.seq,
            seq=about.get("seq"),
        )
    if why == "older":
        return tr(
            "An older file had been put in the place of this one before {when} (UTC, line {n}): a backup knew line {seq}.",
            when=when,
            n=row.seq,
            seq=about.get("seq"),
        )
    if why == "added":
        return tr(
            "Lines after line {seq} were put in while HubDesk was closed, before {when} (UTC, line {n}).",
            seq=about.get("seq"),
            when=when,
            n=row.seq,
        )
    return tr(
        "The log up to line {seq} was rewritten before {when} (UTC, line {n}).",
        seq=about.get("seq"),
        when=when,
        n=row.seq,
    )
