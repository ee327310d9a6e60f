"""Pages that say in all sorts of ways when they were published, and the outcome of each."""

from datetime import UTC, datetime

from tests.fetching import stories
from tests.fetching.outcomes import BODY, HOST, LATER, PLAIN, SUNDAY, TIMED, TITLE, TOLD, Shape, Told, at, linked
from tests.fetching.sites import blog, broadsheet, canonical, paragraphs, portal, shared

POSTED = """<span class="posted-on">Posted on <a href="#">
<time class="entry-date published" datetime="2025-11-16T14:05:00+00:00">November 16, 2025</time>
<time class="updated" datetime="2025-11-16T16:30:00+00:00">November 16, 2025</time></a></span>
<span class="byline">by <a class="author" href="/jo">Jo Lind</a></span>"""
COMMENTS = """<h2>2 thoughts on “A clock comes home”</h2><ol>
<li><p>I remember the day it went missing, I was nine and cried.</p><time datetime="2025-11-18T07:00:00Z">18 November</time></li>
<li><p>Wind it on Sundays then, as one should!</p></li></ol>"""
DATED = [
    Shape("JSON-LD only", at(PLAIN), TOLD),
    Shape(
        "JSON-LD in a graph, with authors and an update",
        at(
            broadsheet(
                TITLE,
                BODY,
                head=f"""<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
                {{"@type": "WebSite", "name": "The Orrin Courier", "datePublished": "2011-01-01"}},
                {{"@type": ["NewsArticle"], "headline": "{TITLE}", "datePublished": "2025-11-16T15:05:00+01:00",
                "dateModified": "2025-11-16T16:30:00Z", "author": [{{"@type": "Person", "name": "Jo Lind"}},
                {{"@type": "Person", "name": "Ana Reyes"}}], "publisher": {{"name": "The Orrin Courier"}}}}]}}</script>""",
            )
        ),
        Told(stories.BRIDGE, TIMED, LATER, authors=("Jo Lind", "Ana Reyes")),
    ),
    Shape(
        "Open Graph only",
        at(
            portal(
                TITLE,
                BODY,
                head=shared(
                    type="article",
                    title=TITLE,
                    site_name="Harbourlight",
                    article_published_time="2025-11-16T14:05:00Z",
                    article_modified_time="2025-11-16T16:30:00Z",
                ),
            )
        ),
        Told(stories.BRIDGE, TIMED, LATER, source="Harbourlight"),
    ),
    Shape(
        "meta tags of the Dublin Core",
        at(broadsheet("Apples are few", paragraphs(stories.ORCHARD), head='<meta name="DC.date.issued" content="2025-11-16">')),
        Told(stories.ORCHARD, SUNDAY, title="Apples are few"),
    ),
    Shape(
        "time element only",
        at(
            broadsheet(
                "A library reopens",
                paragraphs(stories.LIBRARY),
                above='<p>By <a href="/jo">Jo Lind</a> <time datetime="2025-11-16T14:05:00Z">16 Nov</time></p>',
            )
        ),
        Told(stories.LIBRARY, TIMED, title="A library reopens"),
    ),
    Shape(
        "microdata",
        at(
            f"""<html><head><title>A library reopens - Vale Gazette</title></head>
            <body itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">A library reopens</h1>
            <span itemprop="datePublished" content="2025-11-16T14:05:00Z">Sunday</span>
            <div itemprop="articleBody">{paragraphs(stories.LIBRARY)}</div></body></html>"""
        ),
        Told(stories.LIBRARY, TIMED, title="A library reopens", source="Vale Gazette"),
    ),
    Shape(
        "blog with its posted line",
        at(
            blog(
                "A clock comes home",
                paragraphs(stories.MUSEUM),
                posted=POSTED,
                comments=COMMENTS,
            )
        ),
        Told(stories.MUSEUM, TIMED, LATER, title="A clock comes home", source="Bay Notes", authors=("Jo Lind",)),
    ),
    Shape(
        "a written date that htmldate finds",
        at(portal("A forest under the sea", paragraphs(stories.REEF), byline='<div class="meta-info">16 November 2025</div>')),
        Told(stories.REEF, SUNDAY, title="A forest under the sea", source=HOST),
    ),
    Shape(
        "the day in its own address",
        linked(
            lambda site: portal("A forest under the sea", paragraphs(stories.REEF), head=canonical(f"{site}/2025/11/16/reef"))
        ),
        Told(stories.REEF, SUNDAY, title="A forest under the sea", source=HOST, path="/2025/11/16/reef"),
    ),
    Shape(
        "no dates",
        at(broadsheet("Roof torn off in Pell", paragraphs(stories.STORM))),
        Told(stories.STORM, title="Roof torn off in Pell"),
    ),
    Shape(
        "several dates, of which the page's own counts",
        at(
            portal(
                TITLE,
                BODY + "<p>The last closure of this length was in 1998-05-03, records show, when the deck was laid anew.</p>",
                head='<meta name="date" content="2025-11-16">' + shared(article_published_time="2025-11-16T14:05:00Z"),
                byline='<p class="upd">Read 1,204 times since 17 November 2025</p>',
            )
        ),
        Told(
            (*stories.BRIDGE, "The last closure of this length was in 1998-05-03, records show, when the deck was laid anew."),
            TIMED,
            source=HOST,
        ),
    ),
    Shape(
        "a date of tomorrow's tomorrow's tomorrow",
        at(broadsheet(TITLE, BODY, head='<meta name="date" content="2025-12-16">')),
        Told(stories.BRIDGE),
    ),
    Shape(
        "an ambiguous date",
        at(broadsheet(TITLE, BODY, above='<p class="date">03/04/2025</p>')),
        Told(stories.BRIDGE),
    ),
    Shape(
        "hours ago",
        at(portal("Trams to stand still", paragraphs(stories.TRAMS), byline='<span class="date">3 hours ago</span>')),
        Told(stories.TRAMS, datetime(2025, 11, 20, tzinfo=UTC), title="Trams to stand still", source=HOST),
    ),
    Shape(
        "hours ago that may be yesterday",
        at(
            portal("Trams to stand still", paragraphs(stories.TRAMS), byline='<span class="date">11 hours ago</span>'),
            headers={"Age": "3600"},
        ),
        Told(stories.TRAMS, title="Trams to stand still", source=HOST),
    ),
    Shape(
        "days ago",
        at(portal("Trams to stand still", paragraphs(stories.TRAMS), byline="<time>4 days ago</time>")),
        Told(stories.TRAMS, SUNDAY, title="Trams to stand still", source=HOST),
    ),
    Shape(
        "weeks ago, which is any of seven days",
        at(portal("Trams to stand still", paragraphs(stories.TRAMS), byline="<time>2 weeks ago</time>")),
        Told(stories.TRAMS, title="Trams to stand still", source=HOST),
    ),
]
