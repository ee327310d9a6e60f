"""Prompts are filled in strictly, and what is filled in stays as it is."""

import re
from pathlib import Path

import pytest

import prompts
from prompts import fill

FOLDER = Path(prompts.__file__).parent
NAMES = {
    "answer": {"unknown": "Nobody says.", "words": "100", "nonce": "c0ffee"},
    "english": {"language": "Basque"},
    "rewrite": {},
    "translate": {"language": "Basque"},
}


def test_every_prompt_of_the_folder_is_tested_here() -> None:
    assert sorted(NAMES) == sorted(path.stem for path in FOLDER.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_prompt_has_no_open_names_left(name: str) -> None:
    filled = fill(name, **NAMES[name])
    assert re.findall(r"\$\w+", filled) == []
    assert [value for value in NAMES[name].values() if value not in filled] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_is_short_enough_for_a_small_model(name: str) -> None:
    assert len(fill(name, **NAMES[name]).split()) < 190


def test_a_value_that_looks_like_a_name_stays_as_it_is() -> None:
    filled = fill("answer", unknown="$nonce ${words} $$ $5", words="100", nonce="c0ffee")
    assert "write only: $nonce ${words} $$ $5\n" in filled


def test_a_missing_value_is_named() -> None:
    with pytest.raises(ValueError, match=r"^the prompt 'answer' lacks values for: unknown, words$"):
        fill("answer", nonce="c0ffee")


def test_a_value_without_a_place_is_named() -> None:
    with pytest.raises(ValueError, match=r"^the prompt 'rewrite' has no place for: question, today$"):
        fill("rewrite", today="1 May 2025", question="Why?")


@pytest.mark.parametrize("name", ["nosuch", "", "../README", "answer.md", "__init__"])
def test_an_unknown_prompt_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^there is no prompt '{re.escape(name)}', only: answer, english, rewrite, translate$"):
        fill(name)
