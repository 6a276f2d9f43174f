package org.fovea.facerec.synthetic;

import java.util.random.RandomGenerator;

/// The mouth of a person. Lengths are in units of ten centimetres.
///
/// @param depth how far the line between the lips lies below the line of the eyes
/// @param width half the breadth of the lips
/// @param upper height of the upper lip
/// @param lower height of the lower lip
/// @param bow depth of the notch in the upper lip, 0 to 1
/// @param corners how much the corners stand above the middle
/// @param forward how far the lips stand out
/// @param redness how much the lips' colour differs from the skin's, 0 to 1
/// @param darkness of the lips, 0 to 1
public record Mouth(
        float depth,
        float width,
        float upper,
        float lower,
        float bow,
        float corners,
        float forward,
        float redness,
        float darkness) {

    static Mouth random(RandomGenerator random, Traits traits) {
        float male = traits.male();
        float full = 0.35f * traits.melanin() + 0.65f * random.nextFloat();
        return new Mouth(
                traits.depart(random, 0.70f + 0.01f * male, 0.03f),
                traits.depart(random, 0.260f + 0.015f * male, 0.040f),
                traits.depart(random, 0.050f + 0.05f * full, 0.012f),
                traits.depart(random, 0.072f + 0.055f * full, 0.014f),
                traits.depart(random, 0.45f, 0.35f),
                traits.depart(random, 0.005f, 0.02f),
                traits.depart(random, 0.03f + 0.02f * full, 0.015f),
                traits.depart(random, 0.65f - 0.35f * male, 0.25f),
                traits.depart(random, 0.35f + 0.2f * traits.melanin(), 0.2f));
    }
}
