"""Analysis datasets (ADaM), each derived and described in one file."""
