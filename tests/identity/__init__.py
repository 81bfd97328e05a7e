"""The identity of every resource of the lasting stages, written down."""
