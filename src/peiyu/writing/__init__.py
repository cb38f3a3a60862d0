"""What is written from figures: brings what `insight` measured to the values that `paper` prints."""
