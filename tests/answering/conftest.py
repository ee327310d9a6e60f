"""The valley's articles and the sample articles, each in a newsroom, with the real encoder."""
