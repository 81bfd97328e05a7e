"""What an AWS account must have before the first deployment, and the command that makes it."""
