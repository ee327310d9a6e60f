"""A question's language is told from few words, and English is not taken for another one."""

import pytest

from index.writing import languages


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("how many strikes so far?", "en"),
        ("How many roads has the flood in Aldermere closed?", "en"),
        ("and in October?", "en"),
        ("clean ipad screen", "en"),
        ("did the Vatican say that Pope Francis had pneumonia in November?", "en"),
        ("¿Cuántos ataques van hasta ahora?", "es"),
        ("cuantos ataques hubo", "es"),
        ("Combien de frappes jusqu’à présent ?", "fr"),
        ("Wie viele Angriffe gab es bisher?", "de"),
        ("Quantos ataques até agora?", "pt"),
        ("Quanti attacchi finora?", "it"),
        ("Сколько ударов было нанесено?", "ru"),
        ("كم عدد الضربات حتى الآن؟", "ar"),
        ("これまでに攻撃は何回ありましたか？", "ja"),
    ],
)
def test_a_question_is_recognised(question: str, code: str) -> None:
    assert languages.recognise(question) == code


@pytest.mark.parametrize("question", ["Maduro", "dengue Brazil", "Le Pen verdict", "São Paulo floods toll"])
def test_a_few_foreign_names_are_no_other_language(question: str) -> None:
    assert (languages.recognise(question), languages.language(question)) == (None, "en")


def test_what_is_uncertain_is_in_the_language_of_the_question_before() -> None:
    history = ["how many strikes so far?", "Quantos ataques até agora?", "Maduro"]
    assert languages.recognise("e em outubro?") is None
    assert languages.language("e em outubro?", history) == "pt"
    assert languages.language("and in October?", history) == "en"
