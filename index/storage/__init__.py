"""Where passages live: Chroma for their vectors, SQLite for their words, one Store over both."""
