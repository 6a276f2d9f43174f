package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.clamp01;
import static org.fovea.facerec.synthetic.Smooth.vary;

import java.util.random.RandomGenerator;

/// The hair of a person. Lengths are in units of ten centimetres.
///
/// @param cut the kind of haircut
/// @param hairline height of the hairline's middle above the line of the eyes
/// @param recession how far the hairline draws back over the temples
/// @param top how thick the hair lies on top
/// @param side how thick it lies on the sides
/// @param lift how far it stands up over the forehead
/// @param fringe how far it falls over the forehead, 0 to 1 for down to the brows
/// @param bottom height of its lower edge at the sides, below 0 under the line of the eyes
/// @param parting where it is parted, from the middle to the picture's right
/// @param wave height of the waves
/// @param curl how many waves there are in ten centimetres
/// @param bun radius of a bun on the crown, 0 for none
/// @param colour of the hair
/// @param sheen 0 dull to 1 glossy
/// @param seed of the strands
public record Hair(
        Cut cut,
        float hairline,
        float recession,
        float top,
        float side,
        float lift,
        float fringe,
        float bottom,
        float parting,
        float wave,
        float curl,
        float bun,
        Colour colour,
        float sheen,
        int seed) {

    /// Kinds of haircut.
    public enum Cut {
        /// No hair but a shadow above the ears.
        BALD,
        /// A few millimetres all over.
        CROP,
        /// Short at the sides, longer on top and brushed up.
        QUIFF,
        /// Short, parted at one side and combed over.
        PARTED,
        /// Thick tight curls all round.
        AFRO,
        /// To the jaw, with a fringe.
        BOB,
        /// To the shoulders or below.
        LONG,
        /// Combed back into a bun on the crown.
        BUN
    }

    private static final Cut[] MALE = {
        Cut.BALD, Cut.CROP, Cut.CROP, Cut.QUIFF, Cut.QUIFF, Cut.PARTED, Cut.PARTED, Cut.AFRO, Cut.LONG
    };
    private static final Cut[] FEMALE = {
        Cut.LONG, Cut.LONG, Cut.LONG, Cut.BOB, Cut.BOB, Cut.BUN, Cut.BUN, Cut.AFRO, Cut.PARTED
    };

    static Hair random(RandomGenerator random, Traits traits) {
        Cut[] cuts = traits.male() > 0.5f ? MALE : FEMALE;
        Cut cut = cuts[random.nextInt(cuts.length)];
        float side = random.nextBoolean() ? 1 : -1;
        Colour colour = natural(random, traits);
        float hairline = vary(random, 0.70f, 0.07f);
        float recession = vary(random, 0.03f + 0.10f * traits.male(), 0.05f);
        float part = side * vary(random, 0.28f, 0.12f);
        float sheen = vary(random, 0.5f, 0.4f);
        int seed = random.nextInt();
        return switch (cut) {
            case BALD -> new Hair(cut, 0.62f, 0.2f, 0, 0.015f, 0, 0, -0.15f, 0, 0, 8, 0, colour, 0.1f, seed);
            case CROP -> new Hair(cut, hairline, recession, vary(random, 0.05f, 0.02f), vary(random, 0.035f, 0.01f),
                    0.01f, 0, -0.10f, 0, 0.006f, 14, 0, colour, 0.2f, seed);
            case QUIFF -> new Hair(cut, hairline, recession, vary(random, 0.15f, 0.04f), vary(random, 0.05f, 0.015f),
                    vary(random, 0.14f, 0.06f), 0, -0.15f, part, vary(random, 0.015f, 0.01f), 4, 0, colour, sheen, seed);
            case PARTED -> new Hair(cut, hairline, recession * 0.7f, vary(random, 0.12f, 0.03f),
                    vary(random, 0.075f, 0.025f), vary(random, 0.05f, 0.03f), vary(random, 0.35f, 0.3f),
                    vary(random, -0.22f, 0.08f), part, vary(random, 0.012f, 0.01f), 4, 0, colour, sheen, seed);
            case AFRO -> new Hair(cut, hairline, recession * 0.6f, vary(random, 0.30f, 0.12f),
                    vary(random, 0.22f, 0.10f), 0.03f, 0, vary(random, -0.15f, 0.15f), 0, 0.035f,
                    vary(random, 7, 2), 0, colour, 0.15f, seed);
            case BOB -> new Hair(cut, hairline, 0.02f, vary(random, 0.12f, 0.03f), vary(random, 0.15f, 0.04f), 0,
                    random.nextFloat() < 0.7f ? vary(random, 0.85f, 0.15f) : vary(random, 0.25f, 0.2f),
                    vary(random, -0.82f, 0.16f), part, vary(random, 0.015f, 0.012f), 3, 0, colour, sheen, seed);
            case LONG -> new Hair(cut, hairline, 0.03f, vary(random, 0.11f, 0.03f), vary(random, 0.12f, 0.04f),
                    vary(random, 0.02f, 0.02f), random.nextFloat() < 0.3f ? 0.85f : vary(random, 0.12f, 0.12f),
                    vary(random, -1.45f, 0.15f), part, vary(random, 0.03f, 0.025f), vary(random, 3, 1), 0,
                    colour, sheen, seed);
            case BUN -> new Hair(cut, hairline, 0.04f, vary(random, 0.07f, 0.02f), vary(random, 0.045f, 0.01f),
                    0.02f, 0, -0.12f, 0, 0.004f, 6, vary(random, 0.30f, 0.07f), colour, sheen, seed);
        };
    }

    /// A colour that hair grows in, darker with more melanin, sometimes grey with age.
    static Colour natural(RandomGenerator random, Traits traits) {
        float tone = random.nextFloat();
        float grey = random.nextFloat();
        float dark = clamp01(1.9f * traits.melanin() + 0.75f * tone - 0.25f);
        Colour fair = random.nextFloat() < 0.2f ? Colour.srgb(0xA85A32) : Colour.srgb(0xD2AE72);
        Colour colour = dark < 0.5f
                ? fair.mix(Colour.srgb(0x6B4529), dark * 2)
                : Colour.srgb(0x6B4529).mix(Colour.srgb(0x1E1714), dark * 2 - 1);
        return traits.age() > 0.72f && grey > 0.25f
                ? colour.mix(Colour.srgb(0xC4C2BE), 0.35f + 0.6f * grey)
                : colour;
    }

    /// Whether the hair falls over the ears.
    boolean coversEars() {
        return bottom < -0.4f;
    }
}
