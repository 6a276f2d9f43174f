package org.fovea.engine.train;

/// What one step came to.
///
/// @param step from 1, over all epochs
/// @param steps how many there are to be
/// @param epoch from 1
/// @param loss the mean over the batch, before the step
/// @param rate the learning rate
/// @param examples in the batch
public record StepFigures(long step, long steps, int epoch, double loss, double rate, int examples) {}
