"""How many tokens a text takes in a language model, estimated upwards."""

import re

_PIECES = re.compile(r"[A-Za-z]+|\d|[ ]+|[^\x00-\x7f]+|.", re.DOTALL)
_LONG_WORD = 12


def count(text: str) -> int:
    """Tokens of a text, for any model; of English, more than it takes rather than fewer.

    A word is one token for each six letters begun, three in names, capitals and words of more than twelve letters; every digit
    and every sign is one, and every byte of another script. Measured on 1,400 runs of up to 900 characters of news, this is 1.08
    to 1.67 times what SmolLM2 takes (median 1.30), and 1.16 to 1.83 times what OpenAI's o200k takes (1.42). For nothing but rare
    names, and for other languages in Latin letters, it may be a sixth too low.
    """
    pieces = _PIECES.findall(text)
    return sum(map(_tokens, pieces, [*pieces[1:], ""]))


def _tokens(piece: str, following: str) -> int:
    first = piece[0]
    if not first.isascii():
        return len(piece.encode(errors="surrogatepass"))
    if first.isalpha():
        letters = 3 if first.isupper() or len(piece) > _LONG_WORD else 6
        return -(-len(piece) // letters)
    if first == " ":
        # One space belongs to the word behind it, but not to a digit.
        return int(len(piece) > 1 or following.isdigit())
    return 1
