"""The page of a stage in the browser, and the server that answers it."""
