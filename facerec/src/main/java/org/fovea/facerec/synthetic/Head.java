package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.vary;

import java.util.random.RandomGenerator;

/// The skull, ears, neck and skin of a person. Lengths are in units of ten centimetres; factors are about 1.
///
/// @param width factor of the skull's breadth
/// @param jaw factor of the jaw's breadth
/// @param chin factor of the chin's breadth
/// @param length how much lower the chin is than usual
/// @param crown factor of the height above the eyes
/// @param cheekbones how far the cheekbones stand out, about 1
/// @param fullness of the cheeks, −1 hollow to 1 full
/// @param chinForward how far the chin stands forward
/// @param browRidge how far the bone over the eyes stands out, 0 to 1
/// @param earSize factor of the ears' size
/// @param earOut how far the ears stand off the head, 0 to 1
/// @param neck half the neck's breadth
/// @param skin the colour of the skin
/// @param ruddiness of the cheeks, 0 to 1
/// @param freckles 0 none to 1 many
/// @param stubble the shadow of a shaven beard, 0 to 1
/// @param lines in the skin of the forehead and by the eyes, 0 to 1
/// @param seed of the skin's mottle
public record Head(
        float width,
        float jaw,
        float chin,
        float length,
        float crown,
        float cheekbones,
        float fullness,
        float chinForward,
        float browRidge,
        float earSize,
        float earOut,
        float neck,
        Colour skin,
        float ruddiness,
        float freckles,
        float stubble,
        float lines,
        int seed) {

    private static final Colour[] SKIN = {
        Colour.srgb(0xF6D7C3),
        Colour.srgb(0xEBBF9F),
        Colour.srgb(0xD9A27C),
        Colour.srgb(0xB67B54),
        Colour.srgb(0x966340),
        Colour.srgb(0x694430)
    };

    static Head random(RandomGenerator random, Traits traits) {
        float male = traits.male();
        float freckles = random.nextFloat();
        float stubble = random.nextFloat();
        return new Head(
                vary(random, 0.985f + 0.02f * male, 0.055f),
                vary(random, 0.94f + 0.10f * male, 0.10f),
                vary(random, 0.90f + 0.16f * male, 0.18f),
                vary(random, -0.03f + 0.07f * male, 0.09f),
                vary(random, 1, 0.05f),
                vary(random, 1, 0.9f),
                vary(random, 0, 0.9f),
                vary(random, 0.01f + 0.02f * male, 0.05f),
                vary(random, 0.25f + 0.4f * male, 0.25f),
                vary(random, 1 + 0.06f * male, 0.14f),
                vary(random, 0.4f, 0.35f),
                vary(random, 0.43f + 0.08f * male, 0.03f),
                skin(traits.melanin()),
                random.nextFloat(),
                traits.melanin() < 0.35f && freckles > 0.72f ? freckles : 0,
                male > 0.5f && stubble > 0.35f ? stubble : 0,
                traits.age() > 0.6f ? vary(random, 0.65f, 0.35f) : vary(random, 0.12f, 0.12f),
                random.nextInt());
    }

    private static Colour skin(float melanin) {
        float place = Math.clamp(melanin, 0, 1) * (SKIN.length - 1);
        int i = Math.min((int) place, SKIN.length - 2);
        return SKIN[i].mix(SKIN[i + 1], place - i);
    }
}
