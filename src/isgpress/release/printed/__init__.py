"""The press's catalogue as a title of its own: written from the titles, built like a book."""
