package org.fovea.facerec.synthetic;

import java.util.random.RandomGenerator;

/// The eyebrows of a person. Lengths are in units of ten centimetres.
///
/// @param height above the line of the eyes
/// @param inner from the middle of the face to where a brow begins
/// @param length from there to where it ends
/// @param thickness half the height of the hairs at the inner end
/// @param arch how far the middle of a brow stands above the line of its ends
/// @param tilt how much the outer end is higher than the inner
/// @param density 0 sparse to 1 thick
/// @param colour of the hairs
public record Brows(
        float height,
        float inner,
        float length,
        float thickness,
        float arch,
        float tilt,
        float density,
        Colour colour) {

    static Brows random(RandomGenerator random, Traits traits) {
        float male = traits.male();
        return new Brows(
                traits.depart(random, 0.235f - 0.02f * male, 0.035f),
                traits.depart(random, 0.125f, 0.045f),
                traits.depart(random, 0.38f, 0.05f),
                traits.depart(random, 0.030f + 0.014f * male, 0.016f),
                traits.depart(random, 0.045f - 0.015f * male, 0.035f),
                traits.depart(random, 0.01f, 0.05f),
                traits.depart(random, 0.75f, 0.25f),
                Hair.natural(random, traits).scale(0.75f));
    }
}
