"""How fast Dateline is, and how much memory it takes, beside the same articles in LlamaIndex with Chroma."""
