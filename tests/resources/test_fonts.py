"""The fonts that are shipped draw every name and every language's own name, on screen and on paper."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb

from hubdesk.base.places import resource
from hubdesk.fields.codelists import codes

FOLDER = resource("fonts")
LISTED: list[dict[str, Any]] = json.loads((FOLDER / "fonts.json").read_text(encoding="utf-8"))

WORDS = {
    "Adlm": "𞤀𞤣𞤤𞤢𞤥",
    "Cher": "ᏣᎳᎩ",
    "Mong": "ᠮᠣᠩᠭᠣᠯ",
    "Mtei": "ꯃꯤꯇꯩ",
    "Nkoo": "ߒߞߏ ߞߊ߲",
    "Olck": "ᱥᱟᱱᱛᱟᱲ",
    "Orya": "ଶ୍ରୀନିବାସ ମହାପାତ୍ର",
    "Rohg": "𐴌𐴟𐴇𐴥𐴝𐴚𐴒𐴙𐴝",
    "Syrc": "ܫܡܥܘܢ",
    "Tfng": "ⵎⵓⵃⴰⵏⴷ",
    "Thaa": "އަހުމަދު",
    "Tibt": "བསྟན་འཛིན",
    "Latn": "Łukasz Żółć Siân Ọmọṣẹ́ Nguyễn Şükrü Əliyev Ștefan Þóra Šimůnek – ’ £",
    "Cyrl": "Олександр Їжак Ђорђе Қайрат Ңұрлан",
    "Grek": "Γεώργιος Ϊ",
    "Arab": "محمد الآغا پروین ٹیپو ڈاکٹر گھڑی ښځه ځوی ئەڵماس ێ ۱۲۳",
    "Armn": "Հարություն",
    "Beng": "রহিমা খাতুন ৎ",
    "Deva": "श्रेया क़ाज़ी",
    "Ethi": "ኣብርሀት ሃይለ ትግርኛ",
    "Geor": "გიორგი",
    "Gujr": "ગુજરાતી",
    "Guru": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Hang": "김민준 똠방",
    "Hani": "王小明 廣東話 々 髙﨑",
    "Hebr": "יְהוֹשֻׁעַ",
    "Hira": "さくら",
    "Kana": "サクラ ー",
    "Khmr": "សុខា ធឿន",
    "Knda": "ಕನ್ನಡ",
    "Laoo": "ພາສາລາວ",
    "Mlym": "മലയാളം",
    "Mymr": "အောင်ဆန်း",
    "Sinh": "සිංහල",
    "Taml": "தமிழ்ச்செல்வி",
    "Telu": "తెలుగు",
    "Thai": "สมชาย",
}


@cache
def characters(file: str) -> frozenset[int]:
    return frozenset(hb.Face((FOLDER / file).read_bytes()).unicodes)


def without_a_picture(text: str) -> set[str]:
    return {
        sign
        for sign in unicodedata.normalize("NFC", text)
        if not any(ord(sign) in characters(font["file"]) for font in LISTED)
    }


def test_the_list_names_each_file_once() -> None:
    assert sorted(font["file"] for font in LISTED) == sorted(path.name for path in FOLDER.glob("*.ttf"))
    assert [font["weight"] for font in LISTED if font["family"] == "Atkinson Hyperlegible Next"] == [400, 500, 600, 700]
    assert LISTED[0]["scripts"] == ["Latn"]


@pytest.mark.parametrize("font", LISTED, ids=lambda font: font["file"])
def test_a_font_can_be_put_into_a_pdf(font: dict[str, Any]) -> None:
    # Given a font file; Then its outlines are TrueType's, which reportlab can embed, and embedding is allowed
    data = (FOLDER / font["file"]).read_bytes()
    face = hb.Face(data)
    assert data[:4] == b"\x00\x01\x00\x00"
    assert face.reference_table("glyf").data
    assert int.from_bytes(face.reference_table("OS/2").data[8:10], "big") & 0x000F in {0, 8}


@pytest.mark.parametrize("script", sorted({script for font in LISTED for script in font["scripts"]} - {"Bopo"}))
def test_each_script_is_drawn(script: str) -> None:
    assert not without_a_picture(WORDS[script])


def test_each_script_has_a_font_of_its_own() -> None:
    for script, words in WORDS.items():
        files = [font["file"] for font in LISTED if script in font["scripts"] and font["weight"] == 400]
        letters = {ord(sign) for sign in words if sign.isalpha()}
        assert any(letters <= characters(file) for file in files), script


def test_every_language_can_be_written_in_its_own_script() -> None:
    for language in codes("language"):
        assert not without_a_picture(str(language.facts.get("own_name", "")))


@pytest.mark.parametrize("path", sorted(resource("names").glob("*.csv")), ids=lambda path: path.stem)
def test_every_name_of_the_demo_is_drawn(path: Path) -> None:
    assert not without_a_picture(path.read_text(encoding="utf-8").replace("\n", ""))


def test_the_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 20_000_000
