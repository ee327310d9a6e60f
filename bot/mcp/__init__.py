"""The newsroom for other assistants, which ask it by the Model Context Protocol."""
