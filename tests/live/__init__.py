"""The main flows on a stage that is deployed already, on AWS too."""
