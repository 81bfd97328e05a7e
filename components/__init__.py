"""Components: AWS serverless patterns for any Pulumi program, one file each, grouped by area."""
