"""Single mutations of the prod program: each a part that is forgotten or wrong."""
