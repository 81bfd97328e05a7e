"""OpenAPI 3.1 documents of the services' REST and HTTP APIs, made from the recorded program."""
