"""The engine and its language host: found or built here, without a download of their own."""
