"""GraphQL: APIs of AWS AppSync, their schemas, data sources and resolvers."""
