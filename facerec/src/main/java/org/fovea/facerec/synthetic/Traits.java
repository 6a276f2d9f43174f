package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.clamp01;
import static org.fovea.facerec.synthetic.Smooth.vary;

import java.util.random.RandomGenerator;

/// What several parts of one face have in common, so that they go together: a family likeness of the parts.
///
/// @param male 0 to 1
/// @param melanin of skin, hair and eyes, 0 to 1
/// @param tone of the hair beyond melanin, 0 fair to 1 dark
/// @param red whether fair hair is red
/// @param grey how much of the hair is grey, 0 to 1
/// @param strength how far features depart from the mean, 1 for as far as usual
/// @param age 0 young to 1 old, which greys and thins hair
record Traits(float male, float melanin, float tone, boolean red, float grey, float age, float strength) {
    /// Uniform about `mean`, as far as `spread` times the strength.
    float depart(RandomGenerator random, float mean, float spread) {
        return Smooth.vary(random, mean, spread * strength);
    }

    static Traits random(RandomGenerator random, float strength) {
        float male = random.nextBoolean() ? vary(random, 0.88f, 0.12f) : vary(random, 0.12f, 0.12f);
        float skin = random.nextFloat();
        float melanin = clamp01(skin * (0.6f + 0.42f * skin));
        float hair = random.nextFloat();
        boolean red = random.nextFloat() < 0.2f;
        float age = random.nextFloat();
        float grey = random.nextFloat();
        return new Traits(
                male, melanin, hair, red, age > 0.78f && grey > 0.25f ? 0.3f + 0.65f * grey : 0, age, strength);
    }
}
