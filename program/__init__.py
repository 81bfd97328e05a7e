"""Program: builds a stage, or one service of it, from settings."""
