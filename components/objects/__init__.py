"""S3 buckets and the consumers of their events."""
