"""What is known of enterprises: vocabulary, identity, intake, the fact base and the snapshot. Knows no pack."""
