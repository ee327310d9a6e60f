import pytest

from index.errors import ArticleError
from index.reading.decoding import decode

META = '<meta charset="{}"><p>'


@pytest.mark.parametrize(
    ("text", "encoding", "charset", "declared"),
    [
        ("Žluťoučký kůň", "iso-8859-2", "ISO-8859-2", ""),
        ("Žluťoučký kůň", "windows-1250", "latin1", "windows-1250"),
        ("Žluťoučký kůň", "windows-1250", "utf-8", "windows-1250"),
        ("Žluťoučký kůň", "windows-1250", '"windows-1250"', "iso-8859-2"),
        ("Žluťoučký kůň", "utf-8", "iso-8859-1", "iso-8859-1"),
        ("“Čaj”, € 5", "utf-8-sig", "windows-1252", ""),
        ("“quoted” – 5 €", "windows-1252", "iso-8859-1", ""),
        ("“quoted” – 5 €", "windows-1252", "no-such-charset", "nor-this"),
        ("北京市、閣下", "gb18030", "gb2312", ""),
        ("①高橋さん", "cp932", "", "shift_jis"),
        ("뷁 한국어", "cp949", "euc-kr", ""),
    ],
)
def test_the_encoding_that_fits_is_found_whoever_names_it(text: str, encoding: str, charset: str, declared: str) -> None:
    page = (META.format(declared) if declared else "") + text
    assert decode(page.encode(encoding), html=True, charset=charset or None) == page


def test_a_few_broken_bytes_of_utf_8_are_marked() -> None:
    text = "Grüße aus Köln. " * 100
    raw = text.encode().replace(b"aus", b"a\xffs", 1)
    assert decode(raw, html=True, charset="utf-8") == text.replace("aus", "a\ufffds", 1)


def test_many_broken_bytes_are_another_encoding() -> None:
    assert decode("Grüße aus Köln".encode("windows-1252"), html=True, charset="utf-8") == "Grüße aus Köln"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ArticleError, match="not text, or in an unknown encoding"):
        decode(bytes(range(256)) * 4, html=True, charset="utf-8")
