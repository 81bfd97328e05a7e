"""Scaffold: the files of a new service, from the templates in ``service/``."""
