package org.fovea.engine.train;

/// How a training ended.
///
/// @param steps steps taken
/// @param last the figures of the last epoch
/// @param best the epoch, counted from 1, whose weights the network has now
public record Outcome(long steps, EpochFigures last, int best) {}
