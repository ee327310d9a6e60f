"""The packaged MiniLM encoder: its weights, its tokenizer, and the script that rebuilds them."""
