"""The build checked by other code than made it: claims against results, every printed number against its row."""
