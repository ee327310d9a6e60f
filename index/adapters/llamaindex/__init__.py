"""The newsroom as LlamaIndex has it."""
