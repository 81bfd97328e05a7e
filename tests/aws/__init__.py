"""What others know of AWS, held against the program of every stage and every example."""
