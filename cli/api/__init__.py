"""The OpenAPI documents of the services, printed and as a page."""
