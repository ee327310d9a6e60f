"""Web sites of several makes, around a story: what stands on their pages beside the article's text is theirs alone."""

import json
from collections.abc import Sequence
from html import escape

TEASERS = (
    ("Cycle path along the Wexley canal opens a year late", "/2025/11/12/cycle-path", "12 November 2025"),
    ("Two bakers, one oven: how a village kept its bread", "/2025/11/09/two-bakers", "9 November 2025"),
    ("Council to vote on flood gates before the winter", "/2025/10/30/flood-gates", "30 October 2025"),
    ("School choir wins prize with a song about a ferry", "/2025/10/21/school-choir", "21 October 2025"),
    ("Last lighthouse keeper of the bay turns one hundred", "/2025/10/02/keeper", "2 October 2025"),
    ("Why the market clock has been wrong since Easter", "/2025/09/14/market-clock", "14 September 2025"),
)
COOKIES = (
    "We and our partners store cookies on your device to measure how our pages are read. You can change your choice at any time."
)


def paragraphs(story: Sequence[str]) -> str:
    """The story as paragraphs of HTML."""
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in story)


def described(**fields: object) -> str:
    """A description of an article for search engines."""
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def shared(**fields: str) -> str:
    """A description of a page for those who share it; `site_name` becomes `og:site_name`, `article_section` `article:section`."""
    names = {name: name.replace("_", ":", 1) if name.startswith("article_") else f"og:{name}" for name in fields}
    return "".join(f'<meta property="{names[name]}" content="{escape(value)}">' for name, value in fields.items())


def canonical(url: str) -> str:
    """The page's own word for its address."""
    return f'<link rel="canonical" href="{escape(url)}">'


def broadsheet(title: str, body: str, *, head: str = "", above: str = "", lang: str = "en", below: str = "") -> str:
    """A daily paper's page: sections, a column of other stories with their dates, a footer."""
    others = "".join(
        f'<li><a href="{path}">{name}</a> <time datetime="{path[1:11].replace("/", "-")}">{day}</time></li>'
        for name, path, day in TEASERS[:4]
    )
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} | The Orrin Courier</title>{head}</head><body>
<header><a href="/">The Orrin Courier</a><nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li>
<li><a href="/culture">Culture</a></li></ul></nav></header>
<main><article><h1>{title}</h1>{above}{body}</article>{below}</main>
<aside class="most-read"><h2>Most read</h2><ul>{others}</ul></aside>
<footer><p>© 2019–2025 The Orrin Courier Ltd. All rights reserved.</p><a href="/imprint">Imprint</a></footer></body></html>"""


def blog(title: str, body: str, *, head: str = "", posted: str = "", comments: str = "") -> str:
    """A page made by blog software: entry, meta line, tags, comments, a widget of recent posts."""
    recent = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path, _ in TEASERS)
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8"><title>{title} – Bay Notes</title>{head}</head>
<body class="single single-post"><div id="page"><header id="masthead"><p class="site-title"><a href="/">Bay Notes</a></p></header>
<div id="content"><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1>
<div class="entry-meta">{posted}</div></header><div class="entry-content">{body}</div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/category/bay">Bay</a></span></footer></article>
<div id="comments" class="comments-area">{comments}</div></div>
<div id="secondary" class="widget-area"><h2 class="widget-title">Recent posts</h2><ul>{recent}</ul></div></div></body></html>"""


def portal(title: str, body: str, *, head: str = "", byline: str = "") -> str:
    """A portal's page: boxes in boxes, a cookie notice, a newsletter, share buttons, recommendations."""
    cards = "".join(
        f'<div class="card-x1"><a href="{path}"><img src="/img/{number}.jpg" alt=""><h3>{name}</h3></a><span>{day}</span></div>'
        for number, (name, path, day) in enumerate(TEASERS)
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}
<script>window.__STATE__ = {{"updated": "2025-11-19T08:00:00Z", "build": "2024-02-02"}};</script>
<style>.a{{color:red}}</style></head>
<body><div class="cookie-consent" role="dialog"><p>{COOKIES}</p><button>Accept all</button><button>Reject</button></div>
<div class="hdr"><a href="/">harbourlight</a></div><div class="wrp"><div class="col-main"><h1 class="ttl">{title}</h1>{byline}
<div class="share"><a href="#">Share</a><a href="#">Post</a><a href="#">Mail</a></div>
<div class="art-body">{body}</div>
<div class="newsletter"><h4>Harbourlight in your mailbox</h4><form><input name="mail"><button>Sign up</button></form></div></div>
<div class="recommended"><h2>You may also like</h2>{cards}</div></div>
<div class="ftr">Harbourlight Media 2025</div></body></html>"""


def old(title: str, body: str, *, head: str = "", dated: str = "") -> str:
    """A page of the nineties: tables for everything, line breaks for paragraphs."""
    return f"""<html><head><title>{title}</title>{head}</head><body bgcolor="#ffffff">
<table width="760"><tr><td width="140" valign="top"><a href="/index.htm">Home</a><br><a href="/arch.htm">Archive</a><br>
<a href="/mail.htm">Letters</a></td><td valign="top"><font size="5"><b>{title}</b></font><br><font size="1">{dated}</font><br><br>
{body}</td></tr></table></body></html>"""


def amp(title: str, body: str, *, head: str = "") -> str:
    """The twin of a page for telephones."""
    return f"""<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}
<script async src="https://cdn.ampproject.org/v0.js"></script></head>
<body><amp-sidebar id="menu"><a href="/">Home</a></amp-sidebar>
<main><article><h1>{title}</h1><amp-img src="/quay.jpg" width="16" height="9"></amp-img>{body}</article></main>
<amp-ad width="300" height="250"></amp-ad></body></html>"""


def front(*, summaries: bool) -> str:
    """The page of a section: stories of other pages, with their first words or without."""
    words = "It is a story that many in the bay have followed for weeks, and one that is not over yet." if summaries else ""
    items = "".join(
        f'<div class="teaser"><h2><a href="{path}">{name}</a></h2><p>{words}</p><span>{day}</span></div>'
        for name, path, day in TEASERS
    )
    links = "".join(f'<li><a href="{path}">{name}, and what else was said about it</a></li>' for name, path, _ in TEASERS)
    body = items if summaries else f"<ul>{links}{links}</ul>"
    return f"""<!doctype html><html lang="en"><head><title>News - The Orrin Courier</title>{shared(type="website")}</head><body>
<nav><a href="/news">News</a></nav><main><h1>News</h1>{body}</main><footer>© 2025 The Orrin Courier</footer></body></html>"""
