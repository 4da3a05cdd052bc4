"""Small pictures of answers, one kind of chart a file."""
