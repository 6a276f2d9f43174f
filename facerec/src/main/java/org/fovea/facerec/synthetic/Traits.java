package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.clamp01;
import static org.fovea.facerec.synthetic.Smooth.vary;

import java.util.random.RandomGenerator;

/// What several parts of one face have in common, so that they go together: a family likeness of the parts.
///
/// @param male 0 to 1
/// @param melanin of skin, hair and eyes, 0 to 1
/// @param age 0 young to 1 old, which greys and thins hair
record Traits(float male, float melanin, float age) {
    static Traits random(RandomGenerator random) {
        float male = random.nextBoolean() ? vary(random, 0.88f, 0.12f) : vary(random, 0.12f, 0.12f);
        float melanin = clamp01(random.nextFloat() * 1.05f - 0.03f);
        return new Traits(male, melanin, random.nextFloat());
    }
}
