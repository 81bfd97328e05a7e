"""What answers at CloudFront's edge locations, before a request reaches a Region."""
