import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.urls import canonical, same_site


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/story", "https://news.example/story"),
        ("HTTP://News.Example/Story/", "https://news.example/Story"),
        ("http://news.example:80/story", "https://news.example/story"),
        ("https://news.example:443/story#top", "https://news.example/story"),
        ("http://news.example:8080/story", "http://news.example:8080/story"),
        ("https://reader:secret@news.example/story", "https://news.example/story"),
        ("https://news.example/story?utm_source=a&page=2&fbclid=b&id=7", "https://news.example/story?page=2&id=7"),
        ("https://news.example/story?UTM_Medium=a&ref=home", "https://news.example/story?ref=home"),
        ("https://news.example/story/?gclid=1", "https://news.example/story"),
        ("https://amp.news.example/story", "https://news.example/story"),
        ("https://m.news.example/story/amp/", "https://news.example/story"),
        ("https://mobile.amp.news.example/story", "https://news.example/story"),
        ("https://m.example/story", "https://m.example/story"),
        ("https://news.example/amp", "https://news.example/amp"),
        ("https://news.example/", "https://news.example"),
        ("  https://news.example/story\n", "https://news.example/story"),
        ("https://[2001:DB8::1]/story", "https://[2001:db8::1]/story"),
        ("https://zeitung.example/größe", "https://zeitung.example/größe"),
        ("ftp://news.example/story", None),
        ("javascript:alert(1)", None),
        ("news.example/story", None),
        ("https://", None),
        ("https://news.example:port/story", None),
        ("https://news.example/a story", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_copies_of_a_page_share_one_address(url: str, expected: str | None) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/other?id=1", "https://news.example/other?id=1"),
        ("next", "https://news.example/a/next"),
        ("//m.post.example/x", "https://post.example/x"),
        ("https://post.example/x", "https://post.example/x"),
        ("http://[broken", None),
    ],
)
def test_a_relative_address_is_completed(url: str, expected: str | None) -> None:
    assert canonical(url, base="http://news.example/a/story") == expected


_HOSTS = st.lists(st.sampled_from(["amp", "m", "mobile", "www", "news", "Example", "com", ""]), max_size=5).map(".".join)
_PATHS = st.lists(st.sampled_from(["amp", "", "story", "a b", "%2F", "é", ";x"]), max_size=5).map("/".join)
_QUERIES = st.lists(st.sampled_from(["utm_x=1", "a=b", "", "fbclid", "amp=1", "q=%20", "?"]), max_size=4).map("&".join)


@given(
    st.one_of(
        st.text(),
        st.text().map("https://".__add__),
        st.builds(
            "{}://{}{}/{}?{}#f".format,
            st.sampled_from(["http", "HTTPS"]),
            _HOSTS,
            st.sampled_from(["", ":80", ":443", ":99", ":"]),
            _PATHS,
            _QUERIES,
        ),
    )
)
def test_a_canonical_address_is_its_own_canonical_address(url: str) -> None:
    address = canonical(url)
    assert address is None or canonical(address) == address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://www-post-example.cdn.ampproject.org/c/s/www.post.example/harbour/amp?x=1",
            "https://www.post.example/harbour?x=1",
        ),
        ("https://www-post-example.cdn.ampproject.org/v/post.example/harbour", "https://post.example/harbour"),
        ("https://www.google.com/amp/s/amp.post.example/harbour", "https://post.example/harbour"),
        ("https://post.example/harbour?outputType=amp&id=3", "https://post.example/harbour?id=3"),
        ("https://post.example/harbour?output=paper", "https://post.example/harbour?output=paper"),
        ("https://post.example/amp/s/other.example/harbour", "https://post.example/amp/s/other.example/harbour"),
    ],
)
def test_a_copy_for_telephones_has_the_address_of_its_original(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://post.example/a", "https://www.post.example/b", True),
        ("https://world.post.example/a", "https://www.post.example/b", True),
        ("https://post.example/a", "https://other.example/a", False),
        ("https://a.blogs.example/a", "https://b.blogs.example/a", False),
        ("https://evilpost.example/a", "https://post.example/a", False),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8001/b", True),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a", False),
        ("https://example/a", "https://post.example/a", False),
    ],
)
def test_one_site_is_one_host_or_a_part_of_it(one: str, other: str, *, expected: bool) -> None:
    assert (same_site(one, other), same_site(other, one)) == (expected, expected)
