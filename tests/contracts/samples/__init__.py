"""One of each event of a service, in a file that ``platform new service`` writes."""
