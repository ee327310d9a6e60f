"""Whether the passages say what a sentence says: nothing else of a model reaches the reader."""
