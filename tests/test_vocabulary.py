import pytest

from index.vocabulary import Names, content_words, fold, is_stopword, same_name, stem, stems, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Volker Türk", "volker turk"), ("MAYOR’S", "mayor's"), ("Bogotá", "bogota"), ("½ ﬁsh", "1⁄2 fish"), ("", "")],
)
def test_folding_takes_case_accents_and_typographic_apostrophes_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The mayor’s boats' crew", ["the", "mayor", "boats", "crew"]),
        ("U.S. F-35 jets, AT&T", ["u.s", "f-35", "jets", "at&t"]),
        ("don't", ["don't"]),
        ("4,200 dock_workers", ["4", "200", "dock", "workers"]),
        ("— … !", []),
    ],
)
def test_words_are_folded_without_possessive_endings(text: str, told: list[str]) -> None:
    assert list(words(text)) == told


def test_content_words_come_once_in_order_without_stopwords_and_single_letters() -> None:
    assert content_words("How many boats, and which boats of Plan B, sank in 7 days?") == ("boats", "plan", "sank", "7", "days")


def test_stems_leave_stopwords_out() -> None:
    assert stems("The strikes were counted") == {stem("strike"), stem("counting")}


@pytest.mark.parametrize(("word", "carries_nothing"), [("the", True), ("which", True), ("twelve", False), ("strike", False)])
def test_stopwords_carry_no_meaning(word: str, carries_nothing: bool) -> None:
    assert is_stopword(word) is carries_nothing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("peru", "peruvians"),
        ("us", "american"),
        ("u.s", "united"),
        ("british", "uk"),
        ("mexico", "mexicans"),
        ("china", "chinese"),
        ("germany", "german"),
    ],
)
def test_forms_of_one_name_are_the_same_name(one: str, other: str) -> None:
    assert (same_name(one, other), same_name(other, one)) == (True, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("peru", "persia"),
        ("iran", "iraq"),
        ("maria", "marcus"),
        ("us", "uk"),
        ("austria", "australia"),
        ("austin", "austria"),
        ("india", "indiana"),
        ("niger", "nigeria"),
        ("george", "georgia"),
        ("johnson", "johnston"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert (same_name(one, other), same_name(other, one)) == (False, False)


def test_part_of_a_hyphenated_name_is_that_name() -> None:
    assert same_name("colombian-born", "colombia")


def test_words_asked_together_hold_the_names_that_one_of_them_names() -> None:
    told = "us u.s american peruvians peru perusal colombian colombia-born ecuador ecuadorian chile chilean and united".split()
    asked = [*told, "peruvian", "colombian-born", "usa", "uk", "pe", "chileans"]
    assert [(name, word) for name in asked for word in told if Names([word]).hold(name) != same_name(name, word)] == []
    assert [name for name in asked if Names(told[:4]).hold(name)] == "us u.s american peruvians peru united peruvian usa".split()
