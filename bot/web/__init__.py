"""What every HTTP server of ours has: who is let in, how much at once, and how it ends. Nothing here knows the newsroom."""
