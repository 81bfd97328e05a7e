"""Commands about the program itself: cost, policies, new services, what is missing."""
