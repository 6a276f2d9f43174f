package org.fovea.facerec.gallery;

import java.util.Optional;

/// What became of a picture that was to be enrolled.
///
/// @param picture its id
/// @param person whom it shows, as the gallery writes the name
/// @param added whether it is in the gallery now and was not before
/// @param duplicate what it repeats
public record Enrolment(String picture, String person, boolean added, Optional<Duplicate> duplicate) {}
