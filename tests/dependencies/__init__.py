"""Dependencies: what is installed and deployed, a bill of it, and its known vulnerabilities."""
