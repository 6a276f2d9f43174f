package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.noise;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Colours hair that lies too close to the skin to have a shape: beard, moustache, and the shadow where it is shaven.
final class GrownTexture {
    private static final Colour SHADOW = Colour.srgb(0x2E2A2A);

    private final Features f;

    GrownTexture(Features features) {
        f = features;
    }

    /// The shadow of a shaven beard.
    void stubble(Sample s, float a, float y) {
        float amount = f.head.stubble();
        if (amount == 0 || y > -0.2f) {
            return;
        }
        float cheek = step(-0.42f - 0.25f * step(0.65f, 0.2f, a), -0.72f, y);
        float lip = bump(a, y - f.mouthY - 0.11f, 0.34f, 0.14f);
        float bare = bump(a, y - f.mouthY + 0.12f, 0.20f, 0.06f);
        float grain = 0.8f + 0.35f * noise(f.head.seed() + 2, s.x * 60, s.y * 60);
        float share = Math.max(cheek, lip) * (1 - 0.5f * bare) * grain;
        s.cover(SHADOW, Math.min(0.5f, 0.42f * amount * share));
    }

    /// The shadow of a shaven scalp.
    void scalp(Sample s) {
        if (s.y < -0.5f) {
            return;
        }
        float degrees = (float) StrictMath.toDegrees(StrictMath.atan2(s.x / 0.76f, s.z + 0.1f));
        float over = s.y - HairMeshes.bottom(f.hair, degrees);
        if (over > -0.03f) {
            float grain = 0.85f + 0.3f * noise(f.hair.seed(), s.x * 70, s.y * 70 + s.z * 50);
            s.cover(f.hair.colour(), 0.42f * step(-0.03f, 0.05f, over) * grain);
            s.part = over > 0 ? FacePart.HAIR : s.part;
        }
    }

    /// Beard and moustache, where they are grown.
    void beard(Sample s, float a, float y) {
        Hair hair = f.hair;
        float below = y - f.mouthY;
        if ((hair.beard() == 0 && hair.moustache() == 0) || below > 0.35f) {
            return;
        }
        float rough = 0.02f * noise(hair.seed() + 9, s.x * 35, s.y * 35);
        // The cheek's edge runs from the ear down to the corner of the mouth; under the lip it is bare to a point.
        float edge = -0.06f + 0.30f * step(0.26f, 0.60f, a) * hair.beardWidth() + rough;
        float wide = 0.24f + 0.6f * hair.beardWidth() + rough;
        float chin =
                step(edge + 0.03f, edge - 0.05f, below + 0.10f * step(0.20f, 0.05f, a)) * step(wide, wide - 0.05f, a);
        float lip = moustache(a, y, rough);
        float bridge = step(0.22f, 0.25f, a)
                * step(f.mouthWidth + 0.09f, f.mouthWidth + 0.05f, a)
                * step(-0.16f, -0.12f, below)
                * step(0.06f, 0.0f, below);
        float cover = Math.max(
                hair.beard() * chin,
                Math.max(hair.moustache() * lip, Math.min(hair.beard(), hair.moustache()) * bridge));
        if (cover > 0.02f) {
            float strands = 0.8f + 0.4f * noise(hair.seed() + 8, s.x * 80, s.y * 22);
            s.cover(hair.colour().scale(0.8f * strands), Math.min(0.94f, cover * 1.3f));
            s.part = cover > 0.4f ? FacePart.HAIR : s.part;
            s.gloss *= 1 - cover;
        }
    }

    /// Two wings from under the nose, thin at the ends, that droop to the corners of the mouth.
    private float moustache(float a, float y, float rough) {
        float q = a / (f.mouthWidth + 0.05f);
        if (q >= 1) {
            return 0;
        }
        float low = f.mouthY + f.corners * q * q + 0.55f * f.mouth.upper() * (1 - q * q);
        float height = (0.15f - 0.5f * a * a) * (float) Math.sqrt(1 - q * q);
        float across = Math.abs(y - low - height * 0.5f) / (height * 0.5f + 0.02f) + 3 * rough;
        return step(1.1f, 0.75f, across) * (1 - 0.35f * bump(a, 0, 0.03f, 1));
    }
}
