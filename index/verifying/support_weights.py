"""What the check of a claim's support has learnt, printed by tests/quality/attribution.py: see tests/quality/README.md."""

SUPPORT = {
    "covered": 0.737,
    "best": 0.581,
    "joined": 0.708,
    "longest": 0.015,
    "unfounded": -0.387,
    "contradictions": -0.145,
    "cosine": 3.151,
}
"""Weight of each feature of `support.features`."""
BIAS = -2.806
