"""What was edited in Word, brought back into the manuscript: words as Markdown, results never."""
