"""What comes back from the units: unpacked, read, frozen, printed for the seal."""
