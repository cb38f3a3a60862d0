"""Engines that evaluate a Binding: the exact reference, the embedded one, Spark."""
