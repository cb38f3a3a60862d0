"""The audit trail: who did what for whom, when and why."""
