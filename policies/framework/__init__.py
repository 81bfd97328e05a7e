"""What a rule is made of and how it is judged, whatever the rule is about."""
