"""Tables, figures and listings: built from results alone, written in the form each format wants."""
