package org.fovea.facerec.gallery;

import java.util.OptionalDouble;

/// A person whom a probe may show.
///
/// @param person the name
/// @param picture the id of the person's picture that is most like the probe
/// @param score cosine similarity with it, −1 to 1
/// @param fmr the share of comparisons of different people that score so high, at most; empty before calibration
public record Candidate(String person, String picture, double score, OptionalDouble fmr) {}
