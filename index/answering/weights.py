"""What the judging has learnt from questions: printed by `python -m tests.quality.calibrate`, see tests/quality/README.md."""

RANKING = {
    "meaning": 5.093,
    "passage": 2.356,
    "context": 2.039,
    "article": 3.000,
    "offer": 2.789,
    "timely": 1.050,
    "fresh": -5.408,
    "number": 0.877,
    "best": 1.719,
    "core": 0.814,
    "core_context": 2.802,
    "focus": 0.789,
    "beside_focus": 1.626,
    "names": -1.461,
    "gap_context": 0.616,
    "gap_article": -1.654,
    "rank": 0.823,
    "rarest": -0.541,
    "predicate": 0.061,
    "newness": -0.649,
}
"""Weight of each signal of a sentence, by its name in `signals.NAMES`."""
ANSWERABLE = {
    "fresh": -4.243,
    "gap_context": -1.414,
    "meaning": 2.438,
    "number": 0.460,
    "timely": 0.324,
    "passage": 1.313,
    "offer": 0.925,
    "predicate": -0.621,
    "score": 0.148,
    "best_offer": 3.043,
    "missing_names": -1.484,
    "future": -2.730,
    "hypothetical": -0.103,
    "negated": -0.338,
    "asks_when": -1.005,
    "asks_thing": 0.508,
}
"""Weight of each doubt about the best sentence."""
BIAS = -3.251
LEAST = 0.578
"""The least probability at which the best sentence is given as an answer."""
