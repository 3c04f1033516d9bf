"""What goes to a journal along with a paper: data for its forms, figures in its sizes."""
