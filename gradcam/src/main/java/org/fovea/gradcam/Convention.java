package org.fovea.gradcam;

/// Whose reading of a method is computed, where a paper and the most used library differ.
///
/// What differs is said in each method's documentation; for all methods together, how a raw map is brought to a
/// picture ([Display]).
public enum Convention {
    /// Each method as its paper defines it: no small numbers added to denominators, a quotient without a
    /// denominator counting 0.
    PAPER,
    /// As pytorch-grad-cam (Gildenblat and others, version 1.5) computes it, its small numbers and its choices
    /// included, so that its maps can be held against ours.
    PYTORCH_GRAD_CAM
}
