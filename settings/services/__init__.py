"""Services that a stage may choose: a module for the settings of each, by its name."""
