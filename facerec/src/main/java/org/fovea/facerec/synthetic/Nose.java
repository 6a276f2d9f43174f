package org.fovea.facerec.synthetic;

import java.util.random.RandomGenerator;

/// The nose of a person. Lengths are in units of ten centimetres.
///
/// @param root height of the root above the line of the eyes
/// @param base how far below that line the nose ends
/// @param bridge how far the bridge stands out at the root
/// @param tip how far the tip stands out
/// @param hump of the bridge, below 0 for a hollow
/// @param bridgeWidth half the breadth at the root
/// @param tipWidth half the breadth of the ball
/// @param wings from the middle to the middle of a wing
/// @param upturn how far the tip stands above the base
/// @param nostrils how large they are, about 1
public record Nose(
        float root,
        float base,
        float bridge,
        float tip,
        float hump,
        float bridgeWidth,
        float tipWidth,
        float wings,
        float upturn,
        float nostrils) {

    static Nose random(RandomGenerator random, Traits traits) {
        float broad = 0.5f * traits.melanin() + 0.5f * random.nextFloat();
        return new Nose(
                traits.depart(random, 0.06f, 0.05f),
                traits.depart(random, 0.455f + 0.02f * traits.male(), 0.055f),
                traits.depart(random, 0.09f - 0.04f * broad, 0.03f),
                traits.depart(random, 0.195f, 0.05f),
                traits.depart(random, 0, 0.035f),
                traits.depart(random, 0.075f + 0.03f * broad, 0.015f),
                traits.depart(random, 0.095f + 0.03f * broad, 0.02f),
                traits.depart(random, 0.112f + 0.05f * broad, 0.018f),
                traits.depart(random, 0.085f, 0.03f),
                traits.depart(random, 1, 0.25f));
    }
}
