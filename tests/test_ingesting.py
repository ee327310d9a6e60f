import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.ingesting import ingest
from index.storage.embedding import MiniLM
from index.storage.store import Store
from index.types import Article, IngestProgress, IngestReport

NOW = datetime(2026, 3, 10, tzinfo=UTC)
Run = Callable[..., IngestReport]


@pytest.fixture
def store(tmp_path: Path, encoder: MiniLM) -> Iterator[Store]:
    with Store.open(tmp_path / "home", encoder) as opened:
        yield opened


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with three articles in two kinds of file."""
    folder = tmp_path / "news"
    folder.mkdir()
    _write(folder / "ferry.md", "The ferry left at noon.", url="https://news.example/ferry", published="2026-03-01")
    _record_lines(folder / "more.jsonl", whale="A whale was seen.", bread="Bread became dearer.")
    return folder


def _write(path: Path, text: str, **known: str) -> None:
    known = {"title": path.stem.title(), **known}
    front = "\n".join(f"{name}: {value}" for name, value in known.items())
    path.write_text(f"---\n{front}\n---\n\n{text}\n", encoding="utf-8")


def _record_lines(path: Path, **texts: str) -> None:
    records = [{"title": key.title(), "text": text, "url": f"https://news.example/{key}"} for key, text in texts.items()]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _texts(store: Store) -> list[str]:
    return sorted(passage.text for article, _ in store.articles() for passage in store.passages_of(article.id))


@pytest.fixture
def run(store: Store, encoder: MiniLM) -> Run:
    """Put sources into the store."""
    return lambda *sources, prune=False: ingest(store, encoder, sources, now=NOW, prune=prune)


def test_a_folder_goes_in_once(run: Run, store: Store, news: Path) -> None:
    assert run(news) == IngestReport(added=3)
    assert run(news) == IngestReport(unchanged=3)
    assert run(str(news / "ferry.md")) == IngestReport(unchanged=1)
    assert _texts(store) == ["A whale was seen.", "Bread became dearer.", "The ferry left at noon."]


def test_an_edited_article_replaces_the_stored_one(run: Run, store: Store, news: Path) -> None:
    run(news)
    _write(news / "ferry.md", "The ferry left at one.", url="https://news.example/ferry", published="2026-03-01")
    _record_lines(news / "more.jsonl", whale="Two whales were seen.", bread="Bread became dearer.")
    assert run(news) == IngestReport(updated=2, unchanged=1)
    assert _texts(store) == ["Bread became dearer.", "The ferry left at one.", "Two whales were seen."]


def test_the_later_of_two_versions_stays_whatever_the_order(run: Run, store: Store, news: Path) -> None:
    _write(news / "a.md", "The ferry left late.", url="https://news.example/ferry", published="2026-03-01", updated="2026-03-02")
    _write(news / "z.md", "The ferry left early.", url="https://news.example/ferry", published="2026-02-01")
    assert run(news) == IngestReport(added=3)
    assert run(news / "z.md", news / "ferry.md", news) == IngestReport(unchanged=3)
    assert "The ferry left late." in _texts(store)


def test_two_versions_of_the_same_age_do_not_take_turns(run: Run, store: Store, news: Path) -> None:
    _write(news / "other.md", "The ferry left at two.", url="https://news.example/ferry", published="2026-03-01")
    _record_lines(news / "more.jsonl", whale="A whale was seen.")
    with (news / "more.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"title": "Whale", "text": "No whale was seen.", "url": "https://news.example/whale"}) + "\n")
    assert run(news) == IngestReport(added=2)
    assert run(news) == IngestReport(unchanged=2)
    assert run(news / "other.md", news) == IngestReport(unchanged=2)
    assert _texts(store) == ["A whale was seen.", "The ferry left at noon."]


def test_an_article_whose_file_moved_is_kept_under_its_new_place(run: Run, store: Store, news: Path) -> None:
    run(news)
    (news / "moved").mkdir()
    (news / "ferry.md").rename(news / "moved" / "ferry.md")
    assert run(news, prune=True) == IngestReport(updated=1, unchanged=2)
    assert [article.origin for article, _ in store.articles() if article.title == "Ferry"] == [str(news / "moved" / "ferry.md")]


def test_pruning_removes_what_is_there_no_longer(run: Run, store: Store, news: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.md"
    _write(elsewhere, "It rained.", url="https://news.example/rain")
    run(news, elsewhere)
    elsewhere.unlink()
    (news / "ferry.md").unlink()
    _record_lines(news / "more.jsonl", bread="Bread became dearer.")
    assert run(news) == IngestReport(unchanged=1)
    assert run(news, prune=True) == IngestReport(unchanged=1, removed=2)
    assert _texts(store) == ["Bread became dearer.", "It rained."]


def test_pruning_spares_what_could_not_be_read(run: Run, store: Store, news: Path) -> None:
    run(news)
    (news / "more.jsonl").write_text("{broken\n", encoding="utf-8")
    (news / "ferry.md").write_bytes(b"")
    report = run(news, prune=True)
    assert (report.removed, [failure.source for failure in report.failed]) == (
        0,
        [str(news / "ferry.md"), f"{news / 'more.jsonl'}:1"],
    )
    news.rename(news.with_name("away"))
    report = run(news, prune=True)
    assert (report.removed, [failure.source for failure in report.failed]) == (0, [str(news)])
    assert len(_texts(store)) == 3


def test_what_cannot_be_read_is_reported_and_the_rest_goes_in(run: Run, news: Path) -> None:
    (news / "empty.txt").write_text("", encoding="utf-8")
    blank = Article(id="0" * 16, title="Blank", text=" \n", origin="https://news.example/blank", retrieved=NOW)
    report = run(news / "nowhere.md", blank, news)
    assert report.added == 3
    assert [failure.source for failure in report.failed] == [str(news / "nowhere.md"), blank.origin, str(news / "empty.txt")]


def test_progress_counts_what_is_stored(store: Store, tmp_path: Path, encoder: MiniLM) -> None:
    lines = tmp_path / "many.jsonl"
    _record_lines(lines, **{f"boat{number}": f"Boat number {number} came in." for number in range(70)})
    told: list[tuple[int, int, int, int]] = []

    def tell(progress: IngestProgress) -> None:
        told.append((progress.done, progress.total, progress.failed, store.overview().articles))

    ingest(store, encoder, [lines], now=NOW, on_progress=tell)
    assert [(done, total, failed) for done, total, failed, _ in told] == [(32, 70, 0), (64, 70, 0), (70, 70, 0)]
    assert all(stored >= done for done, _, _, stored in told)


def test_what_was_done_before_an_interruption_stays(run: Run, store: Store, tmp_path: Path, encoder: MiniLM) -> None:
    lines = tmp_path / "many.jsonl"
    _record_lines(lines, **{f"boat{number}": f"Boat number {number} came in." for number in range(200)})

    def interrupt(progress: IngestProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(store, encoder, [lines], now=NOW, on_progress=interrupt)
    kept = store.overview().articles
    assert 32 <= kept < 200
    assert run(lines) == IngestReport(added=200 - kept, unchanged=kept)
