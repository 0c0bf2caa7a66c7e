"""Measure speed, as ratios of medians in interleaved runs on one machine."""
