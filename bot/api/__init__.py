"""The newsroom over HTTP, for other programs and for a page in the browser."""
