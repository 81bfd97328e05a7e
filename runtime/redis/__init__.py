"""Redis: values that all execution environments of a service share for a while."""
