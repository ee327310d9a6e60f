"""What the judging has learnt from questions, and what of it was set by hand: see tests/quality/README.md."""

RANKING = {
    "meaning": 6.046,
    "passage": 1.893,
    "context": 1.518,
    "article": 2.133,
    "offer": 2.933,
    "timely": 1.605,
    "overlap": 0.346,
    "fresh": -5.096,
    "number": 1.000,
    "core": 0.443,
    "core_context": 2.570,
    "focus": 1.108,
    "beside_focus": 1.175,
    "names": -1.130,
    "gap_context": 0.616,
    "gap_article": -1.685,
    "rank": 0.920,
    "rarest": -0.388,
    "predicate": 0.349,
    "best": 1.628,
    "prominence": 0.001,
    "running": 0.688,
    "newness": 1.514,
}
"""Weight of each signal of a sentence, by its name in `signals.NAMES`."""
ANSWERABLE = {
    "fresh": -4.047,
    "gap_context": -1.928,
    "meaning": 1.906,
    "number": 0.422,
    "timely": 0.141,
    "passage": 1.739,
    "offer": 0.807,
    "predicate": -0.921,
    "running": -0.895,
    "score": 0.202,
    "best_offer": 2.361,
    "missing_names": -1.728,
    "future": -3.705,
    "negated": -0.322,
    "asks_when": -1.221,
    "asks_thing": 0.525,
    "size": -1.058,
}
"""Weight of each doubt about the best sentence."""
BIAS = 1.307
LEAST = 0.575
"""The least probability at which the best sentence is given as an answer; set by hand."""

FIGURE_BIAS = -14.0
FIGURE = {
    "unit": 4.0,
    "group": 2.0,
    "topic": 6.0,
    "names": 4.0,
    "own": 1.0,
    "part": 6.0,
    "foreign": -1.0,
    "running": 0.5,
    "one_event": -0.5,
    "rate": -2.0,
    "predicate": 2.0,
    "earlier": -1.5,
    "zero": -1.5,
    "ordinal": -1.0,
    "likeness": 1.2,
    "kind": -3.5,
    "extra": -0.5,
    "period": 1.0,
    "speaker": 2.5,
    "beside_title": -0.7,
    "rank": 0.3,
    "meaning": 1.5,
}
"""What each feature of a figure adds to the logarithm of the odds that it is what a question wants counted."""
LEAST_FIGURE = 0.0
"""What the best figure must reach to be thought of at all."""
TALLIED_BIAS = -4.624
TALLIED = {
    "unit": 1.515,
    "names": 1.318,
    "own": 0.521,
    "extra": -0.641,
    "meaning": 1.005,
    "said": 0.415,
    "score": 0.16,
    "answerable": 1.43,
}
"""What speaks for a tally being the answer: features of its best figure, their sum, and the chance that a sentence answers."""
LEAST_TALLIED = 0.42
"""From this chance on, 0 to 1, a tally is told."""
LEAST_OF_MONEY = 0.52
"""The same for money, of which an article names many sums that one word tells apart; set by hand."""
