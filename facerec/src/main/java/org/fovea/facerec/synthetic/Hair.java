package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.clamp01;
import static org.fovea.facerec.synthetic.Smooth.vary;

import java.util.random.RandomGenerator;

/// The hair of a person's head and face. Lengths are in units of ten centimetres.
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
/// @param beard how thick a beard is grown on chin and jaw, 0 to 1
/// @param moustache how thick a moustache is grown, 0 to 1
/// @param beardWidth how far the beard reaches up the cheeks, 0 to 1
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
        float beard,
        float moustache,
        float beardWidth,
        Colour colour,
        float sheen,
        int seed) {

    /// Kinds of haircut.
    public enum Cut {
        /// Shaven: a shadow on the scalp.
        BALD(true, false),
        /// A few millimetres all over.
        CROP(true, false),
        /// Short at the sides, longer on top and brushed up.
        QUIFF(true, true),
        /// Short, parted at one side and combed over.
        PARTED(true, true),
        /// Thick tight curls all round.
        AFRO(false, false),
        /// To the jaw, with a fringe.
        BOB(false, true),
        /// To the shoulders or below.
        LONG(false, true),
        /// Combed back into a bun on the crown.
        BUN(false, false);

        private final boolean showsTemples;
        private final boolean parted;

        Cut(boolean showsTemples, boolean parted) {
            this.showsTemples = showsTemples;
            this.parted = parted;
        }
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
        Cropped c = cropped(cut, random);
        Beard beard = Beard.random(random, traits);
        return new Hair(
                cut,
                hairline,
                cut.showsTemples ? recession : 0.3f * recession,
                c.top,
                c.side,
                c.lift,
                c.fringe,
                c.bottom,
                cut.parted ? part : 0,
                c.wave,
                c.curl,
                cut == Cut.BUN ? vary(random, 0.28f, 0.06f) : 0,
                beard.chin,
                beard.lip,
                beard.width,
                colour,
                cut.showsTemples ? 0.6f * sheen : sheen,
                seed);
    }

    private record Beard(float chin, float lip, float width) {
        static Beard random(RandomGenerator random, Traits traits) {
            float kind = random.nextFloat();
            float thick = vary(random, 0.8f, 0.2f);
            float width = random.nextFloat();
            if (traits.male() < 0.5f || kind < 0.55f) {
                return new Beard(0, 0, 0);
            }
            return kind < 0.66f
                    ? new Beard(0, thick, 0)
                    : kind < 0.78f ? new Beard(thick, thick, 0) : new Beard(thick, thick, 0.4f + 0.6f * width);
        }
    }

    /// What a cut decides.
    private record Cropped(float top, float side, float lift, float fringe, float bottom, float wave, float curl) {}

    private static Cropped cropped(Cut cut, RandomGenerator r) {
        return switch (cut) {
            case BALD -> new Cropped(0, 0, 0, 0, -0.12f, 0, 1);
            case CROP -> new Cropped(vary(r, 0.05f, 0.02f), vary(r, 0.035f, 0.01f), 0.01f, 0, -0.10f, 0.006f, 14);
            case QUIFF ->
                new Cropped(
                        vary(r, 0.15f, 0.04f),
                        vary(r, 0.05f, 0.015f),
                        vary(r, 0.15f, 0.07f),
                        0,
                        -0.15f,
                        vary(r, 0.02f, 0.012f),
                        5);
            case PARTED ->
                new Cropped(
                        vary(r, 0.12f, 0.03f),
                        vary(r, 0.075f, 0.025f),
                        vary(r, 0.05f, 0.03f),
                        vary(r, 0.4f, 0.3f),
                        vary(r, -0.2f, 0.08f),
                        vary(r, 0.014f, 0.01f),
                        4);
            case AFRO ->
                new Cropped(
                        vary(r, 0.28f, 0.12f),
                        vary(r, 0.22f, 0.10f),
                        0.03f,
                        0,
                        vary(r, -0.12f, 0.12f),
                        0.035f,
                        vary(r, 7, 2));
            case BOB ->
                new Cropped(
                        vary(r, 0.13f, 0.03f),
                        vary(r, 0.16f, 0.05f),
                        0,
                        r.nextFloat() < 0.6f ? vary(r, 0.85f, 0.15f) : vary(r, 0.3f, 0.2f),
                        vary(r, -0.82f, 0.16f),
                        vary(r, 0.015f, 0.012f),
                        3);
            case LONG ->
                new Cropped(
                        vary(r, 0.11f, 0.03f),
                        vary(r, 0.13f, 0.05f),
                        vary(r, 0.02f, 0.02f),
                        r.nextFloat() < 0.3f ? 0.85f : vary(r, 0.12f, 0.12f),
                        vary(r, -1.4f, 0.2f),
                        vary(r, 0.035f, 0.03f),
                        vary(r, 3, 1));
            case BUN -> new Cropped(vary(r, 0.07f, 0.02f), vary(r, 0.045f, 0.01f), 0.02f, 0, -0.12f, 0.004f, 6);
        };
    }

    /// A colour that hair grows in, darker with more melanin, sometimes grey with age.
    static Colour natural(RandomGenerator random, Traits traits) {
        float dark = clamp01(1.9f * traits.melanin() + 0.85f * traits.tone() - 0.25f + vary(random, 0, 0.08f));
        Colour brown = Colour.srgb(0x6B4529);
        Colour fair = traits.red() ? Colour.srgb(0xA85A32) : Colour.srgb(0xD2AE72);
        Colour colour = dark < 0.5f ? fair.mix(brown, dark * 2) : brown.mix(Colour.srgb(0x1E1714), dark * 2 - 1);
        return colour.mix(Colour.srgb(0xC4C2BE), traits.grey());
    }

    /// Whether the hair falls over the ears.
    boolean coversEars() {
        return bottom < -0.4f;
    }
}
