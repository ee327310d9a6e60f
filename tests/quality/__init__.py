"""Measures of how good the answers are."""
