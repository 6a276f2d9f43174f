package org.fovea.facerec.report;

/// What the numbers are that a network puts out, and so how a page speaks of them.
public enum OutputKind {
    /// A logit for each class; softmax makes probabilities of them.
    CLASSES,
    /// Values at places of an output, as a detector's or a segmentation's cells; there are no probabilities over
    /// them.
    CELLS,
    /// One number: the cosine of an embedding and another picture's.
    SIMILARITY
}
