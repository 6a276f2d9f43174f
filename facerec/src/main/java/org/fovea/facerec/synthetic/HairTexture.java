package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.noise;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Colours hair: strands of lighter and darker tone that run from the crown to the ends.
final class HairTexture {
    private final Hair hair;
    private final float across;

    HairTexture(Hair hair) {
        this.hair = hair;
        across = hair.cut() == Hair.Cut.AFRO ? 18 : 14;
    }

    void apply(Sample s) {
        s.part = FacePart.HAIR;
        s.colour(hair.colour());
        float bend = s.u + 0.25f * hair.wave() * 8 * noise(hair.seed() + 5, s.u * 2, s.v * 5);
        float along = hair.cut() == Hair.Cut.AFRO ? s.v * 30 : s.v * 2.5f;
        float strands = 0.6f * noise(hair.seed() + 6, bend * across, along)
                + 0.4f * noise(hair.seed() + 7, bend * across * 3, along * 1.5f);
        s.darken(1 + 0.38f * strands);
        if (hair.cut() == Hair.Cut.AFRO) {
            curls(s);
        }
        s.open = s.inside ? 0.35f : 0.75f + 0.25f * step(-0.6f, 0.6f, strands);
        s.wrap = 0.25f;
        s.gloss = (hair.cut() == Hair.Cut.AFRO ? 0.2f : 1) * hair.sheen() * (0.22f + 0.12f * strands);
        s.sharpness = 4;
    }

    /// Turns the normal this way and that, as over many small curls.
    private void curls(Sample s) {
        float size = 9;
        s.nx += 0.75f * noise(hair.seed() + 10, s.x * size + s.z * 5, s.y * size);
        s.ny += 0.75f * noise(hair.seed() + 11, s.x * size, s.y * size + s.z * 5);
        float length = (float) Math.sqrt(s.nx * s.nx + s.ny * s.ny + s.nz * s.nz);
        s.nx /= length;
        s.ny /= length;
        s.nz /= length;
    }
}
