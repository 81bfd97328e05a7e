"""Words of a command line: types of arguments, errors of usage, moments, progress, completion."""
