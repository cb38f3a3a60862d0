"""Every read of check-ups and follow-ups, narrowed to what the actor may see."""
