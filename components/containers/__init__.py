"""Containers: work that is no function's, on Fargate, and the repositories of their images."""
