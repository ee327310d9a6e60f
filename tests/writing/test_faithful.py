"""What a translation must keep, and what it must not add."""

import pytest

from index.writing import faithful, locales

TALLY = "At least 21 strikes, as of 16 Nov 2025. [1]"
EARLIER = "Earlier: 20 on 14 Nov 2025 [2], 16 on 5 Nov 2025 [3]."
ELECTED = "Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote. [1]"
COST = "It cost $1.5 billion. [1]"
CLOSEST = "Closest: “{1}” [1]; “{2}” [2]."
SEVEN = "Seven roads are closed by the flood in Aldermere. [1]"


@pytest.mark.parametrize(
    ("code", "english", "translated"),
    [
        ("es", TALLY, "Al menos 21 ataques, al 16 de noviembre de 2025. [1]"),
        ("es", EARLIER, "Antes: 20 el 14 nov 2025 [2], 16 el 5 nov 2025 [3]."),
        ("es", ELECTED, "Ines Barrow fue elegida alcaldesa de Aldermere el domingo con el 58 por ciento de los votos. [1]"),
        ("es", "The U.S. military killed 79 people. [1]", "El ejército de Estados Unidos mató a 79 personas. [1]"),
        ("es", "Venezuelan boats were hit nine times. [1]", "Los barcos venezolanos fueron alcanzados nueve veces. [1]"),
        ("es", "President Joe Vey spoke in May. [1]", "El presidente Joe Vey habló en mayo. [1]"),
        ("es", "It holds 1,397 articles. [1]", "Contiene 1.397 artículos. [1]"),
        ("es", COST, "Costó 1.500 millones de dólares. [1]"),
        ("es", COST, "Costó 1,5 mil millones de dólares. [1]"),
        ("es", CLOSEST, "Los más cercanos: “{1}” [1]; “{2}” [2]."),
        ("de", COST, "Es kostete 1,5 Milliarden Dollar. [1]"),
        ("de", "As of 16 Nov 2025.", "Stand: 16. November 2025."),
        ("fr", SEVEN, "Sept routes sont fermées par l’inondation à Aldermere. [1]"),
        ("ru", ELECTED, "Ines Barrow была избрана мэром Aldermere в воскресенье, получив 58 процентов голосов. [1]"),
        ("ja", TALLY, "2025年11月16日時点で少なくとも21回の攻撃。[1]"),
        ("zh", COST, "耗资15亿美元。[1]"),
        ("hi", TALLY, "16 नवंबर 2025 तक कम से कम 21 हमले। [1]"),
        ("tr", SEVEN, "Aldermere’deki sel nedeniyle 7 yol kapandı. [1]"),
    ],
)
def test_a_translation_that_keeps_all_is_kept(code: str, english: str, translated: str) -> None:
    assert faithful.says_the_same(english, translated, locales.language(code))


@pytest.mark.parametrize(
    ("code", "english", "translated"),
    [
        ("es", TALLY, "Al menos 12 ataques, al 16 de noviembre de 2025. [1]"),
        ("es", TALLY, "Al menos 21 ataques, al 16 de octubre de 2025. [1]"),
        ("es", TALLY, "Al menos 21 ataques, al 17 de noviembre de 2025. [1]"),
        ("es", TALLY, "Al menos 21 ataques, al 16 de noviembre de 2025. [2]"),
        ("es", TALLY, "Al menos 21 ataques, al 16 de noviembre de 2025."),
        ("es", TALLY, "Al menos 21 ataques y 79 muertos, al 16 de noviembre de 2025. [1]"),
        ("es", TALLY, ""),
        ("es", EARLIER, "Antes: 16 el 14 nov 2025 [3], 20 el 5 nov 2025 [2]."),
        ("es", ELECTED, "Conrad Vey fue elegido alcalde de Aldermere el domingo con el 58 por ciento de los votos. [1]"),
        ("es", ELECTED, "Ines Barrow fue elegida alcaldesa de Aldermere el lunes con el 58 por ciento de los votos. [1]"),
        ("es", "Venezuelan boats were hit nine times. [1]", "Los barcos colombianos fueron alcanzados nueve veces. [1]"),
        ("es", "The toll rose to 79. [1]", "La cifra subió a 79, dijo el presidente Nicolás Maduro. [1]"),
        ("es", "The toll rose to 79. [1]", "La cifra subió a 79, vea www.example.org [1]"),
        ("es", "The toll rose to 79. [1]", "La cifra subió a 79. [1]\u202e"),
        ("es", "The toll rose to 79. [1]", f"La cifra subió a 79. [1] {'Y subió. ' * 20}"),
        ("es", COST, "Costó 1,5 billones de dólares. [1]"),
        ("es", COST, "Costó 15 mil millones de dólares. [1]"),
        ("es", CLOSEST, "Los más cercanos: “{2}” [1]; “{1}” [2]."),
        ("de", COST, "Es kostete 1,5 Billionen Dollar. [1]"),
        ("fr", SEVEN, "Six routes sont fermées par l’inondation à Aldermere. [1]"),
        ("ru", "Ines Barrow was elected. [1]", "Инес Барроу была избрана. [1]"),
    ],
)
def test_a_translation_that_changes_anything_is_not_kept(code: str, english: str, translated: str) -> None:
    assert not faithful.says_the_same(english, translated, locales.language(code))


def test_a_name_that_opens_a_sentence_is_known_from_other_sentences() -> None:
    language, known = locales.language("es"), faithful.known_names(["On Sunday Barrow said that rain is to go on."])
    assert not faithful.says_the_same("Barrow spoke. [1]", "Vey habló. [1]", language, known=known)
    assert faithful.says_the_same("Barrow spoke. [1]", "Habló Barrow. [1]", language, known=known)
    assert faithful.says_the_same("Rain fell. [1]", "Cayó lluvia. [1]", language, known=known)


@pytest.mark.parametrize(
    ("code", "question", "english"),
    [
        ("es", "¿Cuántos ataques van hasta ahora?", "How many strikes have there been so far?"),
        ("es", "¿Quién fue elegido alcalde de Aldermere el 3 de mayo?", "Who was elected mayor of Aldermere on May 3?"),
        ("es", "¿Qué dijo la Casa Blanca sobre Venezuela?", "What did the White House say about Venezuela?"),
        ("es", "cuantos muertos en estados unidos", "how many deaths in the United States"),
        ("es", "¿Cuántos soldados estadounidenses murieron?", "How many American soldiers died?"),
        ("es", "¿El papa Francisco tuvo neumonía?", "Did Pope Francis have pneumonia?"),
        ("es", "¿Costó 1,5 millones?", "Did it cost 1.5 million?"),
        ("es", "¿Fueron tres barcos?", "Were there three boats?"),
        ("es", "¿Y en octubre?", "And in October?"),
        ("de", "Wer wurde zum Bürgermeister von Aldermere gewählt?", "Who was elected mayor of Aldermere?"),
        (
            "fr",
            "Combien de morts aux États-Unis en novembre 2025 ?",
            "How many people died in the United States in November 2025?",
        ),
        ("ru", "Сколько ударов было в ноябре?", "How many strikes were there in November?"),
        ("ja", "11月16日に何がありましたか？", "What happened on November 16?"),
        ("ar", "كم عدد الضربات حتى ١٦ نوفمبر؟", "How many strikes up to November 16?"),
    ],
)
def test_a_question_in_english_that_may_be_the_same_is_taken(code: str, question: str, english: str) -> None:
    assert faithful.asks_the_same(question, english, locales.language(code))


@pytest.mark.parametrize(
    ("code", "question", "english"),
    [
        ("es", "¿Cuántos ataques van hasta ahora?", "How many strikes has the Navy carried out on Venezuelan boats?"),
        ("es", "¿Quién fue elegido alcalde el 3 de mayo?", "Who was elected mayor on April 3?"),
        ("es", "¿Y en octubre?", "And in November?"),
        ("es", "¿Fueron tres barcos?", "Were there four boats?"),
        ("es", "¿Costó 1,5 millones?", "Did it cost 15 million?"),
        ("es", "¿Cuántos ataques van hasta ahora?", "¿Cuántos ataques hubo hasta ahora?"),
        ("es", "¿Cuántos ataques van?", "How many strikes so far? See www.example.org"),
        ("fr", "Combien de morts en 2025 ?", "How many deaths in 2024?"),
        ("fr", "Combien de morts en 2025 ?", f"How many deaths in 2025? {'I will tell you. ' * 20}"),
    ],
)
def test_a_question_in_english_that_is_another_one_is_not_taken(code: str, question: str, english: str) -> None:
    assert not faithful.asks_the_same(question, english, locales.language(code))
