"""A language model at an OpenAI-compatible endpoint: asked, streamed, retried, counted."""
