package org.fovea.engine.train;

import org.jspecify.annotations.Nullable;

/// What one epoch came to.
///
/// @param epoch from 1
/// @param epochs how many there are to be
/// @param training of the examples as they were learnt from, each before the step it took part in
/// @param validation of the validation examples after the epoch; null where there are none
/// @param examplesPerSecond how fast the epoch's steps went, validation not counted; 0 where the epoch ended before a
///     checkpoint that the training was resumed from
public record EpochFigures(
        int epoch, int epochs, Measured training, @Nullable Measured validation, double examplesPerSecond) {
    /// @param loss the mean over the examples
    /// @param accuracy the share of right answers, 0 to 1; NaN where the loss does not classify
    public record Measured(double loss, double accuracy) {}
}
