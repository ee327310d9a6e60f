"""A newsroom whose passages live in a Chroma server, which many machines read and write."""
