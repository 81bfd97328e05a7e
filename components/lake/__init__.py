"""A data lake on S3: zones, tables of the Glue catalog, and the workgroup that queries them."""
