"""Pages in several languages, encodings and makes, under several addresses, and the outcome of each."""

import gzip
import zlib

from tests.fetching import stories
from tests.fetching.outcomes import (
    BODY,
    DESCRIBED,
    EARLIER,
    HOST,
    PLAIN,
    SUNDAY,
    TIMED,
    TITLE,
    TOLD,
    Shape,
    Told,
    at,
    linked,
    moved,
)
from tests.fetching.sites import amp, blog, broadsheet, canonical, described, old, paragraphs, portal


def packed(data: bytes, *, wbits: int) -> bytes:
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(data) + packer.flush()


VOTES = """<table><tr><th>District</th><th>Votes</th></tr><tr><td>Upper Marrow</td><td>8,112</td></tr>
<tr><td>Lower Marrow</td><td>6,540</td></tr></table>"""
LANGUAGES = [
    Shape(
        "German",
        at(
            broadsheet(
                "Hallenbad bleibt stehen",
                paragraphs(stories.GERMAN),
                lang="de",
                above='<p class="date">Veröffentlicht am 13. November 2025</p>',
            )
        ),
        Told(stories.GERMAN, EARLIER, title="Hallenbad bleibt stehen"),
    ),
    Shape(
        "Spanish",
        at(
            broadsheet(
                "Los pescadores vuelven",
                paragraphs(stories.SPANISH),
                lang="es",
                above='<span class="fecha published">16 de noviembre de 2025</span>',
            )
        ),
        Told(stories.SPANISH, SUNDAY, title="Los pescadores vuelven"),
    ),
    Shape(
        "Russian in Windows-1251, said by the server",
        at(
            broadsheet(
                "Школа открылась", paragraphs(stories.RUSSIAN), lang="ru", above='<time datetime="2025-11-16">16 ноября</time>'
            )
            .replace('<meta charset="utf-8">', "")
            .encode("windows-1251"),
            kind="text/html; charset=windows-1251",
        ),
        Told(stories.RUSSIAN, SUNDAY, title="Школа открылась"),
    ),
    Shape(
        "Russian in Windows-1251, the server says Latin-1",
        at(
            broadsheet("Школа открылась", paragraphs(stories.RUSSIAN), lang="ru")
            .replace("utf-8", "windows-1251")
            .encode("windows-1251"),
            kind="text/html; charset=ISO-8859-1",
        ),
        Told(stories.RUSSIAN, title="Школа открылась"),
    ),
    Shape(
        "Polish in ISO 8859-2, server and page say UTF-8",
        at(
            broadsheet(
                "Kolejka wraca",
                paragraphs(stories.POLISH),
                lang="pl",
                head='<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">',
            )
            .replace('<meta charset="utf-8">', "")
            .encode("iso-8859-2", "xmlcharrefreplace"),
            kind="text/html; charset=utf-8",
        ),
        Told(stories.POLISH, title="Kolejka wraca"),
    ),
    Shape(
        "Japanese in Shift JIS",
        at(
            broadsheet(
                "灯台に明かり戻る", paragraphs(stories.JAPANESE), lang="ja", above='<time datetime="2025-11-16">11月16日</time>'
            )
            .replace("utf-8", "Shift_JIS")
            .encode("cp932", "xmlcharrefreplace"),
            kind="text/html",
        ),
        Told(stories.JAPANESE, SUNDAY, title="灯台に明かり戻る"),
    ),
    Shape("UTF-8 with its mark, the server says Latin-1", at("\ufeff" + PLAIN, kind="text/html; charset=iso-8859-1"), TOLD),
    Shape(
        "UTF-8 with one broken byte",
        at(PLAIN.encode().replace(b"bearing, the", b"bearing,\xff the", 1)),
        TOLD,
    ),
]
SHAPES = [
    Shape(
        "old page with line breaks",
        at(old("Roof torn off in Pell", "<br><br>".join(stories.STORM), dated="November 16, 2025")),
        Told(stories.STORM, SUNDAY, title="Roof torn off in Pell", source=HOST),
    ),
    Shape(
        "text in the description only",
        at(
            f"<html><head><title>{TITLE}</title>"
            f"{described(headline=TITLE, datePublished='2025-11-16T14:05:00Z', articleBody=chr(10).join(stories.BRIDGE))}"
            "</head><body><div id='root'></div></body></html>"
        ),
        Told(stories.BRIDGE, TIMED, source=HOST),
    ),
    Shape(
        "list and table in the text",
        at(
            broadsheet(
                "Marrow counts",
                paragraphs(stories.COUNTS[:2]) + VOTES + paragraphs(stories.COUNTS[2:]),
                head=DESCRIBED,
            )
        ),
        Told(
            (*stories.COUNTS[:2], "District | Votes", "Upper Marrow | 8,112", "Lower Marrow | 6,540", *stories.COUNTS[2:]), TIMED
        ),
    ),
    Shape(
        "a brief among many headlines",
        at(
            portal(
                "Swan darkens Dunmere",
                paragraphs(stories.BRIEF),
                head=described(headline="Swan darkens Dunmere", datePublished="2025-11-16T14:05:00Z"),
            )
        ),
        Told(stories.BRIEF, TIMED, title="Swan darkens Dunmere", source=HOST),
    ),
    Shape(
        "XHTML",
        at('<?xml version="1.0" encoding="UTF-8"?>\n' + PLAIN.replace("<!doctype html>\n", ""), kind="application/xhtml+xml"),
        TOLD,
    ),
    Shape("no content type", at(PLAIN, kind=None), TOLD),
    Shape(
        "page sent as XML",
        at('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>' + PLAIN.replace("<!doctype html>\n", ""), kind="text/xml"),
        TOLD,
    ),
    Shape(
        "eight megabytes, mostly scripts",
        at(PLAIN.replace("</head>", "<script>" + "var filler = 'x';" * 470_000 + "</script></head>")),
        TOLD,
    ),
    Shape("packed with gzip", at(gzip.compress(PLAIN.encode()), headers={"Content-Encoding": "gzip"}), TOLD),
    Shape("packed with zlib", at(packed(PLAIN.encode(), wbits=15), headers={"Content-Encoding": "deflate"}), TOLD),
    Shape("packed with bare deflate", at(packed(PLAIN.encode(), wbits=-15), headers={"Content-Encoding": "deflate"}), TOLD),
    Shape(
        "full text under a paywall's box",
        at(
            portal(
                TITLE,
                BODY + '<div class="paywall">Already a subscriber? Sign in.</div>',
                head=described(headline=TITLE, datePublished="2025-11-16T14:05:00Z", isAccessibleForFree=False),
            )
        ),
        Told(stories.BRIDGE, TIMED, source=HOST),
    ),
]
ADDRESSES = [
    Shape(
        "AMP twin",
        linked(lambda site: amp(TITLE, BODY, head=DESCRIBED + canonical(f"{site}/bridge"))),
        Told(stories.BRIDGE, TIMED, path="/bridge"),
    ),
    Shape(
        "mobile twin",
        linked(lambda site: blog(TITLE, BODY, head=DESCRIBED + canonical(f"{site}/bridge")), asked="?mobile=1"),
        Told(stories.BRIDGE, TIMED, path="/bridge"),
    ),
    Shape(
        "tracking parameters",
        linked(lambda site: PLAIN, asked="?id=7&utm_source=mail&fbclid=x"),
        Told(stories.BRIDGE, TIMED, path="SELF?id=7"),
    ),
    Shape(
        "canonical address of another site",
        at(broadsheet(TITLE, BODY, head=DESCRIBED + canonical("https://other.example/bridge"))),
        TOLD,
    ),
    Shape(
        "canonical address is the front page",
        linked(lambda site: broadsheet(TITLE, BODY, head=DESCRIBED + canonical(f"{site}/"))),
        TOLD,
    ),
    Shape("redirects to the article", moved("SELF/1", "WEBSELF/2", "end"), Told(stories.BRIDGE, TIMED, path="SELF/end")),
]
