"""Files: where they lie, and who hears of them."""
