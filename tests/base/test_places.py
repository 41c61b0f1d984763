"""What is remembered of a server's address: never a password."""

from __future__ import annotations

import pytest

from hubdesk.base.places import without_password


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("postgresql://h/net", "postgresql://h/net"),
        ("postgresql+psycopg://postgres@/net?host=/tmp/a", "postgresql+psycopg://postgres@/net?host=/tmp/a"),
        ("postgresql://lena:s3cret@h:5432/net?sslmode=require", "postgresql://lena@h:5432/net?sslmode=require"),
        ("postgres://lena:s3cret%40x@h/net", "postgres://lena@h/net"),
        ("postgresql://lena:a:s3cret@b@h/net", "postgresql://lena@h/net"),
        ("postgresql://h/net?password=s3cret&SSLPassword=s3cret&sslmode=require", "postgresql://h/net?sslmode=require"),
        ("postgresql://lena:s3/cret@h/net", ""),
        ("postgresql://lena:12/s3cret@h/net", ""),
        ("postgresql://lena:s3?cret=@h/net", ""),
        ("postgresql://lena:s3#cret@h/net", ""),
        ("postgresql://h/net?s3cret", ""),
        ("postgresql://[s3cret/net", ""),
    ],
)
def test_an_address_is_kept_without_its_password(address: str, kept: str) -> None:
    assert without_password(address) == kept
