"""GraphQL: handlers of the fields of an AppSync API."""
