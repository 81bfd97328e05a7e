"""Mail that the stage sends."""
