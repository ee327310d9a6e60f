"""Timelines, from the command line to the chart and the file."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import moments, picture, plain, plotting, timeline
from index.errors import DatelineError
from index.newsroom import Newsroom
from index.types import Answer

Command = Callable[..., subprocess.CompletedProcess[str]]

NOW = datetime(2025, 11, 20, 23, 59, 59, tzinfo=UTC)
QUESTION = "how many strikes so far?"
OTHER = "who is the mayor?"


def test_the_chart_follows_the_answer(dateline: Command, corpus_home: Path, samples: Newsroom) -> None:
    done = dateline("ask", QUESTION, "--timeline", "--now", "2025-11-20", "--home", corpus_home)
    answer = samples.ask(QUESTION, now=NOW)
    assert answer.tally
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{plain.answer(answer)}\n\n{plain.timeline(answer.tally)}\n", "")
    assert (answer.tally.value, len(answer.tally.history) >= 5) == (21, True)


def test_a_chart_of_no_tally_is_said_to_be_none(dateline: Command, home: Path) -> None:
    done = dateline("ask", OTHER, "--timeline", "--now", "2025-03-06", "--home", home)
    alone = dateline("ask", OTHER, "--now", "2025-03-06", "--home", home)
    assert (done.returncode, done.stdout) == (0, f"{alone.stdout}\nthe answer is no tally\n")


@pytest.mark.parametrize(("name", "form"), [("chart.png", "png"), ("chart.SVG", "svg"), ("chart.pdf", "pdf")])
def test_a_picture_is_written_and_the_answer_printed(
    dateline: Command, corpus_home: Path, samples: Newsroom, tmp_path: Path, name: str, form: picture.Form
) -> None:
    target = tmp_path / name
    done = dateline("timeline", *QUESTION.split(), "--output", target, "--now", "2025-11-20", "--home", corpus_home)
    answer = samples.ask(QUESTION, now=NOW)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{plain.answer(answer)}\n\npicture: {target}\n", "")
    assert answer.tally
    assert target.read_bytes() == picture.draw(answer.tally, answer.citations, QUESTION, form=form)


def test_a_picture_as_of_a_day_knows_nothing_later(
    dateline: Command, corpus_home: Path, samples: Newsroom, tmp_path: Path
) -> None:
    target = tmp_path / "chart.png"
    bounds = ["--as-of", "2025-10-31", "--now", "2025-11-20", "--home", corpus_home]
    done = dateline("timeline", QUESTION, "--output", target, *bounds)
    answer = samples.ask(QUESTION, as_of=moments.end("2025-10-31"), now=NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert answer.tally
    assert target.read_bytes() == picture.draw(answer.tally, answer.citations, QUESTION)


def test_without_a_tally_there_is_an_answer_and_no_file(dateline: Command, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "chart.png"
    done = dateline("timeline", OTHER, "--output", target, "--now", "2025-03-06", "--home", home)
    alone = dateline("ask", OTHER, "--now", "2025-03-06", "--home", home)
    assert (done.returncode, done.stdout, done.stderr, target.exists()) == (
        1,
        alone.stdout,
        "dateline: no picture: the answer is no tally; ask for a count, such as 'how many strikes so far?'\n",
        False,
    )


def test_one_figure_is_an_answer_and_no_file(dateline: Command, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "chart.png"
    bounds = ["--as-of", "2025-03-03", "--now", "2025-03-06", "--home", home]
    done = dateline("timeline", "how many passengers were hurt?", "--output", target, *bounds)
    assert (done.returncode, done.stderr, target.exists()) == (
        1,
        "dateline: no picture: one figure so far, nothing to draw yet: a line needs two\n",
        False,
    )


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("", "it is a folder"),
        ("missing/chart.png", "there is no folder '{0}/missing'"),
        ("file/chart.png", "there is no folder '{0}/file'"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_asked(
    dateline: Command, tmp_path: Path, output: str, reason: str
) -> None:
    place = tmp_path / "folder.png"
    place.mkdir()
    (place / "file").touch()
    done = dateline("timeline", QUESTION, "--output", place / output, "--home", tmp_path / "home")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"dateline: cannot write {str(place / output)!r}: {reason.format(place)}; choose another place with --output\n",
    )
    assert not (tmp_path / "home").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write in every folder")
def test_a_folder_that_cannot_be_written_in_is_refused(dateline: Command, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    target = closed / "chart.png"
    done = dateline("timeline", QUESTION, "--output", target, "--home", tmp_path / "home")
    assert (done.returncode, done.stderr) == (
        1,
        (
            f"dateline: cannot write {str(target)!r}: nothing may be written in {str(closed)!r}; "
            "choose another place with --output\n"
        ),
    )


def test_a_tally_is_drawn_under_its_question(counted: Answer, tmp_path: Path) -> None:
    target = tmp_path / "chart.png"
    assert counted.tally
    assert timeline.save(counted, target, form="png") is None
    assert target.read_bytes() == picture.draw(counted.tally, counted.citations, "how many were hurt?")


def test_what_cannot_be_drawn_leaves_the_file_alone(answer: Answer, counted: Answer, tmp_path: Path) -> None:
    target = tmp_path / "chart.png"
    target.write_bytes(b"old")
    assert counted.tally
    one = replace(counted, tally=replace(counted.tally, history=counted.tally.history[1:]))
    assert [timeline.save(each, target, form="png") for each in (answer, one)] == [
        "the answer is no tally; ask for a count, such as 'how many strikes so far?'",
        "one figure so far, nothing to draw yet: a line needs two",
    ]
    assert target.read_bytes() == b"old"


def test_a_file_is_replaced_at_once_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "chart.png"
    target.write_bytes(b"old")
    with target.open("rb") as reader:
        timeline.write(target, b"new")
        assert (reader.read(), target.read_bytes(), list(tmp_path.iterdir())) == (b"old", b"new", [target])


def test_a_file_that_cannot_be_written_after_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatelineError) as told:
        timeline.write(tmp_path / "gone" / "chart.png", b"new")
    reason = "No such file or directory; choose another place with --output"
    assert str(told.value) == f"cannot write {str(tmp_path / 'gone' / 'chart.png')!r}: {reason}"


def test_a_long_name_is_replaced_too(tmp_path: Path) -> None:
    target = tmp_path / f"{'x' * 251}.png"
    timeline.write(target, b"new")
    assert target.read_bytes() == b"new"


def test_dates_below_a_picture_name_the_year_where_it_changes() -> None:
    days = [datetime(2025, 12, 15, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 15, tzinfo=UTC)]
    months = [datetime(2025, 11, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]
    years = [datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]
    hours = [datetime(2025, 12, 15, hour, 30, tzinfo=UTC) for hour in (6, 18)]
    assert [plotting.date_names(ticks) for ticks in (days, months, years, hours)] == [
        ["15 Dec\n2025", "1 Jan\n2026", "15 Jan\n"],
        ["Nov\n2025", "Jan\n2026"],
        ["2025\n", "2026\n"],
        ["06:30\n15 Dec 2025", "18:30\n"],
    ]
