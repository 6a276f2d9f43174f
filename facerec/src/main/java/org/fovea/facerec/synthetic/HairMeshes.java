package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.lerp;
import static org.fovea.facerec.synthetic.Smooth.noise;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Hair: a shell over the skull from the crown to the hairline, that hangs on from there where it is long, and a bun.
///
/// Texture coordinates run across the strands (an angle) and along them (0 at the crown, 1 at the ends).
final class HairMeshes {
    private static final int COLUMNS = 120;
    private static final int CAP_ROWS = 22;
    private static final int CURTAIN_ROWS = 12;
    /// Where hair leaves the skull and hangs down.
    private static final float HANGS_FROM = -0.02f;

    private HairMeshes() {}

    static Mesh shell(Features features) {
        Mesh mesh = new Mesh(Material.HAIR, CAP_ROWS + CURTAIN_ROWS + 1, COLUMNS, true, true);
        Skull skull = features.skull;
        float hangs = skull.ringAt(HANGS_FROM);
        for (int c = 0; c < COLUMNS; c++) {
            double angle = 2 * StrictMath.PI * (c + 0.5) / COLUMNS - StrictMath.PI;
            float degrees = (float) (angle * 180 / StrictMath.PI);
            float bottom = bottom(features.hair, degrees);
            float end = bottom > HANGS_FROM ? skull.ringAt(bottom) : hangs;
            strand(mesh, c, features, degrees, end, bottom);
        }
        mesh.computeNormals();
        return mesh;
    }

    /// One column of the shell: down the skull to ring `end`, on to the height `bottom`, and back in under the
    /// edge.
    private static void strand(Mesh mesh, int c, Features features, float degrees, float end, float bottom) {
        Skull skull = features.skull;
        Hair hair = features.hair;
        double angle = StrictMath.toRadians(degrees);
        float sine = (float) StrictMath.sin(angle);
        float cosine = (float) StrictMath.cos(angle);
        float front = step(85, 40, Math.abs(degrees));
        float length = Math.max(0, HANGS_FROM - bottom);
        for (int r = 0; r < CAP_ROWS + CURTAIN_ROWS; r++) {
            float cap = Math.min(1, (float) r / (CAP_ROWS - 1));
            float fall = Math.max(0, (float) (r - CAP_ROWS + 1) / CURTAIN_ROWS);
            float t = end * cap;
            float y = skull.y(t);
            float x = skull.width(t) * sine;
            float z = Skull.z(skull.front(t), skull.back(t), skull.centre(t), cosine);
            float along = (cap * (1.16f - skull.y(end)) + fall * length) / (1.16f - skull.y(end) + length);
            float thick = thickness(hair, x, y, z, degrees, along, front, length > 0.3f);
            float up = y / 1.2f * (1 - fall);
            float nx = x / 0.6f;
            float nz = (z + 0.1f) / 0.95f;
            float scale = thick / (float) Math.sqrt(nx * nx + nz * nz + up * up + 1e-6f);
            float flare = 1 + 0.05f * fall * length;
            mesh.put(
                    r * COLUMNS + c,
                    (x + nx * scale) * flare,
                    y + up * scale - fall * length,
                    (z + nz * scale) * flare,
                    degrees / 57.3f,
                    along);
        }
        int last = CAP_ROWS + CURTAIN_ROWS;
        int i = last * COLUMNS + c;
        int before = i - COLUMNS;
        float inward = 0.9f;
        mesh.put(
                i,
                mesh.x[before] * inward,
                mesh.y[before] + 0.01f,
                -0.1f + (mesh.z[before] + 0.1f) * inward,
                mesh.u[before],
                1);
    }

    private static float thickness(
            Hair hair, float x, float y, float z, float degrees, float along, float front, boolean hanging) {
        float above = step(0.30f, 1.0f, y);
        float thick = lerp(hair.side(), hair.top(), above);
        thick += hair.lift() * bump(x, y - 0.92f, 0.75f, 0.5f) * step(-0.2f, 0.5f, z);
        // A parting is a groove from the forehead to the crown.
        if (hair.parting() != 0) {
            thick *= 1 - 0.5f * bump(x - hair.parting(), 0, 0.10f, 1) * step(-0.35f, 0.1f, z) * step(0.5f, 0.8f, y);
        }
        float behind = hair.coversEars() ? 0.75f : 0.22f;
        float edge = lerp(behind, hair.fringe() > 0.3f ? 0.5f : 0.18f, front);
        float taper = lerp(edge, 1, step(1, hair.coversEars() && front < 0.5f ? 0.85f : 0.70f, along));
        thick *= hanging ? lerp(1, taper, front) : taper;
        float w = hair.wave();
        thick += w
                * noise(hair.seed(), degrees / 57.3f * hair.curl(), (y * 0.8f + along) * hair.curl())
                * step(0.0f, 0.2f, along);
        return Math.max(thick, 0.008f);
    }

    /// How low the hair reaches at an angle from the face, to the left below 0.
    static float bottom(Hair hair, float degrees) {
        float d = Math.abs(degrees);
        float line = hair.hairline()
                - 0.10f * step(5, 50, d)
                + hair.recession() * bump(d - 34, 0, 30, 1)
                + 0.012f * noise(hair.seed() + 1, degrees * 0.35f, 0);
        float partAngle = hair.parting() * 75;
        float gapHere = hair.fringe() > 0.7f ? 0 : step(26, 4, Math.abs(degrees - partAngle));
        float low = lerp(line, 0.27f, hair.fringe() * (1 - gapHere));
        low += hair.fringe() * (0.030f * noise(hair.seed() + 2, degrees * 0.25f, 0) + 0.035f * step(0, 45, d) - 0.02f);
        float temple = lerp(low, Math.min(low, 0.30f), step(46, 58, d));
        float ragged = 0.03f * noise(hair.seed() + 3, degrees * 0.12f, 0);
        if (hair.coversEars()) {
            return lerp(temple, hair.bottom() + ragged, step(56, 63, d));
        }
        float sideburn = lerp(temple, hair.bottom(), step(60, 74, d));
        float overEar = lerp(sideburn, 0.12f, step(82, 87, d));
        return lerp(overEar, -0.5f + ragged, step(106, 122, d));
    }

    /// A ball of hair on the crown.
    static Mesh bun(Features features) {
        int rows = 16;
        int columns = 28;
        Mesh mesh = new Mesh(Material.HAIR, rows, columns, true, true);
        Hair hair = features.hair;
        float radius = hair.bun();
        for (int r = 0, i = 0; r < rows; r++) {
            double polar = StrictMath.PI * r / (rows - 1);
            float ring = radius * (float) StrictMath.sin(polar);
            float up = radius * (float) StrictMath.cos(polar);
            for (int c = 0; c < columns; c++, i++) {
                double angle = 2 * StrictMath.PI * c / columns - StrictMath.PI;
                float x = ring * (float) StrictMath.sin(angle);
                float z = ring * (float) StrictMath.cos(angle);
                float twist = (float) angle + 3 * (float) r / rows;
                mesh.put(i, x, 1.08f + 0.45f * radius + 0.85f * up, z - 0.42f, twist, (float) r / rows);
            }
        }
        mesh.computeNormals();
        return mesh;
    }
}
