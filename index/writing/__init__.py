"""Answers written by a language model, of which nothing is kept that the passages don't support."""
