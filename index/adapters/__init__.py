"""The newsroom in the shapes of other frameworks."""
