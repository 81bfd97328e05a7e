"""Commands that deploy, compare and destroy a stage."""
