"""What streams of changes and records feed."""
