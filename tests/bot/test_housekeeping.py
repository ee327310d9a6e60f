"""Articles listed, shown, removed, exported and read back, and the index looked after, as a person types it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.bot.conftest import Command

FERRY = "Ferry runs aground off Tarn Point"
TOWED = "Osprey towed to Port Ellery"
MARKET = "Night market returns to the old quay"


def ids(dateline: Command, home: Path) -> dict[str, str]:
    """The ids of the three articles, by title."""
    done = dateline("articles", "--list", "--json", "--home", home)
    return {record["title"]: record["article_id"] for record in map(json.loads, done.stdout.splitlines())}


def test_articles_are_listed_a_line_each_newest_first(dateline: Command, home: Path) -> None:
    known = ids(dateline, home)
    assert dateline("articles", "--list", "--home", home).stdout.splitlines() == [
        f"{known[MARKET]}   5 Mar 2025  Vale Gazette  {MARKET}",
        f"{known[TOWED]}   4 Mar 2025  Harbor Wire   {TOWED}",
        f"{known[FERRY]}   3 Mar 2025  Harbor Wire   {FERRY}",
    ]


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["ferry"], [FERRY]),
        (["--source", "harbor wire"], [TOWED, FERRY]),
        (["--since", "2025-03-05"], [MARKET]),
        (["--until", "2025-03-04", "--limit", "1"], [TOWED]),
        (["--undated"], []),
    ],
)
def test_a_list_is_filtered(dateline: Command, home: Path, options: list[str], titles: list[str]) -> None:
    done = dateline("articles", *options, "--json", "--home", home)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == titles


def test_an_empty_list_says_so(dateline: Command, home: Path) -> None:
    assert dateline("articles", "submarine", "--home", home).stdout == "no articles found\n"


def test_without_a_filter_the_whole_is_told_in_numbers(dateline: Command, home: Path) -> None:
    assert dateline("articles", "--home", home).stdout.splitlines()[0] == "articles   3"


def test_an_article_is_shown_with_its_passages(dateline: Command, home: Path) -> None:
    ferry = ids(dateline, home)[FERRY]
    shown = dateline("show", ferry[:6], "--home", home).stdout.splitlines()
    assert shown[:5] == [
        f"title      {FERRY}",
        f"id         {ferry}",
        "source     Harbor Wire",
        "published  2025-03-03T08:00:00+00:00",
        "url        https://harborwire.example/ferry",
    ]
    assert shown[-2:] == [
        "#0 (0-111)",
        "The ferry Osprey ran aground off Tarn Point on Monday morning. Nine passengers were hurt, the coast guard said.",
    ]
    record = json.loads(dateline("show", "https://harborwire.example/ferry", "--json", "--home", home).stdout)
    assert record["article_id"] == ferry
    assert record["passages"] == [{"position": 0, "start": 0, "end": 111, "text": record["text"]}]


def test_an_article_that_is_not_there_is_told(dateline: Command, home: Path) -> None:
    done = dateline("show", "0000", "--home", home)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "dateline: there is no article '0000'; list the articles to see their ids\n"


def test_removed_articles_answer_no_more(dateline: Command, own_home: Path) -> None:
    towed = ids(dateline, own_home)[TOWED]
    assert dateline("remove", towed, "--home", own_home).stdout == f"removed {towed} {TOWED}\n"
    assert sorted(ids(dateline, own_home)) == sorted([FERRY, MARKET])
    assert "Nine passengers" in dateline("ask", "How many passengers were hurt on the ferry Osprey?", "--home", own_home).stdout


def test_what_is_exported_makes_the_same_index_again(dateline: Command, home: Path, tmp_path: Path) -> None:
    lines, other = tmp_path / "news.jsonl", tmp_path / "other"
    assert dateline("export", lines, "--home", home).stdout == f"3 articles written to {lines}\n"
    assert dateline("import", lines, "--home", other).stdout == "3 added, 0 updated, 0 unchanged, 0 removed, 0 failed\n"
    assert dateline("import", lines, "--home", other).stdout == "0 added, 0 updated, 3 unchanged, 0 removed, 0 failed\n"
    assert dateline("export", "--home", other).stdout == lines.read_text(encoding="utf-8")


def test_a_damaged_line_of_an_export_is_told_and_the_others_are_read(dateline: Command, home: Path, tmp_path: Path) -> None:
    lines = tmp_path / "news.jsonl"
    dateline("export", lines, "--home", home)
    first, second, third = map(json.loads, lines.read_text(encoding="utf-8").splitlines())
    second["retrieved"] = "yesterday"
    third["dateline"] = 9
    lines.write_text("\n".join(map(json.dumps, (first, second, third))), encoding="utf-8")
    done = dateline("import", lines, "--home", tmp_path / "other")
    assert (done.returncode, done.stdout) == (1, "1 added, 0 updated, 0 unchanged, 0 removed, 2 failed\n")
    assert done.stderr.splitlines()[-2:] == [
        f"{lines}:2: this exported article is damaged: 'yesterday' is no time with a zone for retrieved",
        f"{lines}:3: it was exported in form 9, and 1 is known; export it with this version",
    ]


def test_only_an_export_is_imported(dateline: Command, shelf: Path, tmp_path: Path) -> None:
    note = shelf / "monday.md"
    done = dateline("import", note, "--home", tmp_path / "other")
    assert done.returncode == 2
    assert done.stderr == (
        f"dateline: '{note}' is no .jsonl file that dateline export wrote; other articles: dateline index {note}\n"
    )


def test_an_export_that_cannot_be_written_leaves_the_older_one(dateline: Command, home: Path, tmp_path: Path) -> None:
    done = dateline("export", tmp_path / "nowhere" / "news.jsonl", "--home", home)
    assert done.returncode == 2
    assert done.stderr == f"dateline: cannot write '{tmp_path / 'nowhere' / 'news.jsonl'}': No such file or directory\n"
    assert list(tmp_path.glob("**/*.part")) == []


def test_the_doctor_finds_what_is_broken_and_mends_it(dateline: Command, own_home: Path) -> None:
    parts = ["SQLite's file", "the journal", "the catalogue", "the words index", "Chroma"]
    assert [line[:15].strip() for line in dateline("doctor", "--home", own_home).stdout.splitlines()] == parts
    shutil.rmtree(own_home / "chroma")
    ill = dateline("doctor", "--home", own_home)
    assert (ill.returncode, ill.stderr) == (1, "dateline: to mend it: dateline doctor --repair\n")
    assert ill.stdout.splitlines()[-1].startswith("Chroma           BROKEN  ")
    mended = dateline("doctor", "--repair", "--home", own_home)
    assert mended.returncode == 0
    assert [line.split("  ")[-2].strip() for line in mended.stdout.splitlines()] == ["whole"] * 5
    assert dateline("doctor", "--home", own_home).returncode == 0
