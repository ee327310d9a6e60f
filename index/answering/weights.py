"""What the judging has learnt from questions: printed by `python -m tests.quality.calibrate`, see tests/quality/README.md."""

RANKING = {
    "meaning": 6.301,
    "passage": 2.102,
    "context": 1.720,
    "article": 2.496,
    "offer": 2.878,
    "timely": 1.992,
    "overlap": 5.0,
    "prominence": 2.0,
    "running": 1.0,
    "number": 1.049,
    "best": 1.684,
    "core": 0.536,
    "core_context": 2.548,
    "focus": 1.121,
    "beside_focus": 1.247,
    "names": -1.233,
    "gap_context": 0.549,
    "gap_article": -1.424,
    "rank": 0.902,
    "rarest": -0.313,
    "predicate": 0.339,
    "newness": 1.099,
}
"""Weight of each signal of a sentence, by its name in `signals.NAMES`."""
ANSWERABLE = {
    "prominence": 0.0,
    "running": 0.0,
    "overlap": -3.416,
    "gap_context": -1.805,
    "meaning": 2.293,
    "number": 0.490,
    "timely": 0.264,
    "passage": 1.563,
    "offer": 0.970,
    "predicate": -0.721,
    "score": 0.130,
    "best_offer": 2.037,
    "missing_names": -1.125,
    "future": -2.870,
    "hypothetical": -0.045,
    "negated": -0.569,
    "asks_when": -1.339,
    "asks_thing": 0.330,
}
"""Weight of each doubt about the best sentence."""
BIAS = -2.504
LEAST = 0.658
"""The least probability at which the best sentence is given as an answer."""
