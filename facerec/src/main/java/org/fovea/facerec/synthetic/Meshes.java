package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.lerp;
import static org.fovea.facerec.synthetic.Smooth.step;

import java.util.Arrays;

/// The solid pieces of a person: face, ears, neck, shoulders. Hair has a class of its own.
final class Meshes {
    private static final int FACE_COLUMNS = 96;
    private static final float[] FACE_ROWS = faceRows();
    private static final float[] FACE_SINE = new float[FACE_COLUMNS];
    private static final float[] FACE_COSINE = new float[FACE_COLUMNS];

    static {
        for (int c = 0; c < FACE_COLUMNS; c++) {
            // From the back round to the back, close together at the face; mirrored exactly in the middle column.
            double s = 2.0 * c / FACE_COLUMNS - 1;
            double angle = StrictMath.PI * (0.42 * s + 0.58 * s * s * s);
            FACE_SINE[c] = (float) StrictMath.sin(angle);
            FACE_COSINE[c] = (float) StrictMath.cos(angle);
        }
    }

    private Meshes() {}

    /// The rings at which the face has rows: ten between rings where the features are, fewer elsewhere.
    private static float[] faceRows() {
        int[] between = {5, 5, 4, 4, 4, 6, 10, 12, 12, 12, 12, 12, 8, 6, 4, 4};
        int rows = Arrays.stream(between).sum() + 1;
        float[] ts = new float[rows];
        for (int ring = 0, k = 0; ring < between.length; ring++) {
            for (int i = 0; i < between[ring]; i++) {
                ts[k++] = ring + (float) i / between[ring];
            }
        }
        ts[rows - 1] = between.length;
        return ts;
    }

    /// The head without hair and ears. Texture coordinates are x and y.
    static Mesh face(Features features) {
        Skull skull = features.skull;
        Mesh mesh = new Mesh(Material.FACE, FACE_ROWS.length, FACE_COLUMNS, true, false);
        for (int r = 0, i = 0; r < FACE_ROWS.length; r++) {
            float t = FACE_ROWS[r];
            float y = skull.y(t);
            float width = skull.width(t);
            float front = skull.front(t);
            float back = skull.back(t);
            float centre = skull.centre(t);
            for (int c = 0; c < FACE_COLUMNS; c++, i++) {
                float x = width * FACE_SINE[c];
                float z = Skull.z(front, back, centre, FACE_COSINE[c]);
                float facing = step(0.05f, 0.4f, FACE_COSINE[c]) * step(0.02f, 0.2f, width);
                float relief = facing > 0 ? facing * features.relief(x, y, z) : 0;
                mesh.put(i, x, y, z + relief, x, y);
            }
        }
        mesh.computeNormals();
        return mesh;
    }

    /// One ear, on the side that `side` = ±1 says: a dish with a rim and a hollow. Texture coordinates are the
    /// place in the dish: how far from its middle, and how deep.
    static Mesh ear(Features features, int side) {
        Head head = features.head;
        int rows = 14;
        int columns = 28;
        Mesh mesh = new Mesh(Material.EAR, rows, columns, true, true);
        float size = head.earSize();
        float t = features.skull.ringAt(-0.15f);
        float attach = features.skull.width(t) * 0.97f;
        float out = 0.25f + 0.65f * head.earOut();
        for (int r = 0, i = 0; r < rows; r++) {
            float q = (float) r / (rows - 1);
            for (int c = 0; c < columns; c++, i++) {
                double angle = 2 * StrictMath.PI * c / columns;
                float up = (float) StrictMath.cos(angle);
                float rear = (float) StrictMath.sin(angle);
                float breadth = (0.17f + 0.03f * up) * size;
                float dy = 0.29f * size * up * q;
                float dz = -breadth * rear * q;
                float hollow = bump(q, rear * q + 0.15f, 0.85f, 0.9f);
                float rim = step(0.62f, 0.86f, q) * (1 - step(0.9f, 1.04f, q) * 0.8f);
                float lift = 0.035f + 0.07f * rim * size - 0.05f * hollow;
                float back = breadth - dz;
                float x = attach + back * out * 0.5f + lift * (1 - 0.3f * out);
                mesh.put(i, side * x, -0.16f + dy, -0.09f + dz * (1 - 0.35f * out), q, hollow);
            }
        }
        mesh.computeNormals();
        return mesh;
    }

    /// The neck and what of the chest a collar leaves bare. Texture coordinates are x and y.
    static Mesh neck(Features features) {
        float[][] rings = {
            {-0.30f, 0.86f, 0.30f, -0.60f},
            {-0.85f, 0.95f, 0.36f, -0.56f},
            {-1.10f, 1.00f, 0.38f, -0.54f},
            {-1.25f, 1.12f, 0.40f, -0.56f},
            {-1.36f, 1.42f, 0.43f, -0.60f},
            {-1.46f, 2.00f, 0.48f, -0.62f},
            {-1.80f, 2.60f, 0.54f, -0.64f},
        };
        return loft(Material.NECK, rings, features.head.neck(), 0.04f);
    }

    /// What the person wears: shoulders with a round collar. Texture coordinates are x and y.
    static Mesh clothes(Features features) {
        float[][] rings = {
            {-1.34f, 0.66f, 0.44f, -0.62f},
            {-1.35f, 0.72f, 0.49f, -0.67f},
            {-1.42f, 0.92f, 0.52f, -0.68f},
            {-1.50f, 1.28f, 0.58f, -0.70f},
            {-1.62f, 1.58f, 0.64f, -0.72f},
            {-1.90f, 1.80f, 0.72f, -0.74f},
            {-2.60f, 1.90f, 0.75f, -0.74f},
        };
        return loft(Material.CLOTHES, rings, 1, 0.28f);
    }

    /// Ellipses one below the other, lower at the front by `slant`.
    private static Mesh loft(Material material, float[][] rings, float width, float slant) {
        int each = 5;
        int rows = (rings.length - 1) * each + 1;
        int columns = 40;
        Mesh mesh = new Mesh(material, rows, columns, true, material == Material.CLOTHES);
        for (int r = 0, i = 0; r < rows; r++) {
            int k = Math.min(r / each, rings.length - 2);
            float f = (float) (r - k * each) / each;
            float[] a = rings[k];
            float[] b = rings[k + 1];
            float front = lerp(a[2], b[2], f);
            float back = lerp(a[3], b[3], f);
            float middle = (front + back) / 2;
            for (int c = 0; c < columns; c++, i++) {
                double angle = 2 * StrictMath.PI * c / columns - StrictMath.PI;
                float cosine = (float) StrictMath.cos(angle);
                float x = width * lerp(a[1], b[1], f) * (float) StrictMath.sin(angle);
                float y = lerp(a[0], b[0], f) - slant * Math.max(cosine, 0) * (1 - (float) r / rows);
                mesh.put(i, x, y, middle + (front - middle) * cosine, x, y);
            }
        }
        mesh.computeNormals();
        return mesh;
    }
}
