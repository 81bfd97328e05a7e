"""AWS in memory, for handlers under test; calls are checked as strictly as AWS checks them."""
