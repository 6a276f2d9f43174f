package org.fovea.facerec.synthetic;

import java.util.random.RandomGenerator;

/// The eyes of a person. Lengths are in units of ten centimetres.
///
/// @param spacing from the middle of the face to the middle of an eye
/// @param height above the usual
/// @param width half the breadth of the opening
/// @param upper how far the upper lid stands above the middle
/// @param lower how far the lower lid hangs below the middle
/// @param tilt how much the outer corner is higher than the inner
/// @param depth how deep the eyes lie, about 1
/// @param crease how far above the opening the upper lid folds
/// @param iris the iris's radius
/// @param colour of the iris
/// @param lashes how dark the lashes are, 0 to 1
/// @param bags how marked the lower lids are, 0 to 1
public record Eyes(
        float spacing,
        float height,
        float width,
        float upper,
        float lower,
        float tilt,
        float depth,
        float crease,
        float iris,
        Colour colour,
        float lashes,
        float bags) {

    private static final Colour[] LIGHT = {
        Colour.srgb(0x6F97B8), Colour.srgb(0x8FA7B5), Colour.srgb(0x6F8F62), Colour.srgb(0x8A7B4A)
    };
    private static final Colour[] DARK = {Colour.srgb(0x6B4526), Colour.srgb(0x4A2F1C), Colour.srgb(0x33221A)};

    static Eyes random(RandomGenerator random, Traits traits) {
        boolean light = random.nextFloat() > 0.25f + 1.6f * traits.melanin();
        Colour[] palette = light ? LIGHT : DARK;
        float male = traits.male();
        return new Eyes(
                traits.depart(random, 0.315f, 0.032f),
                traits.depart(random, 0, 0.03f),
                traits.depart(random, 0.170f, 0.018f),
                traits.depart(random, 0.066f - 0.008f * male, 0.016f),
                traits.depart(random, 0.042f, 0.010f),
                traits.depart(random, 0.014f, 0.024f),
                traits.depart(random, 1, 0.45f),
                traits.depart(random, 0.045f, 0.022f),
                traits.depart(random, 0.069f, 0.006f),
                palette[random.nextInt(palette.length)],
                traits.depart(random, 0.8f - 0.35f * male, 0.2f),
                traits.depart(random, 0.4f, 0.4f));
    }
}
