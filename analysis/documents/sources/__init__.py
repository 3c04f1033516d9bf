"""Where the numbers of a document come from: read once, then put into each of its formats."""
