package org.fovea.facerec.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.facerec.data.Picture;
import org.joml.Matrix4f;
import org.joml.Quaternionf;
import org.joml.Vector3f;

/// Draws people: a picture of a head in colour and the mask of its parts.
///
/// Meshes are projected by a perspective camera into a z-buffer of [#SAMPLES] × [#SAMPLES] samples a pixel; each
/// sample seen is coloured and lit, $\text{colour} = \text{albedo} \cdot (a + (1 - a) \max(0, n \cdot l))$ with the
/// share $a$ of ambient light, the normal $n$ and the direction $l$ to the light (Lambert), and a little gloss; a pixel
/// is the mean of its samples in linear light, encoded as sRGB. No picture depends on the machine: of the functions
/// that may differ between processors none is used.
///
/// A renderer keeps its buffers from picture to picture and serves one thread.
public final class FaceRenderer {
    /// Samples a pixel, across and down.
    static final int SAMPLES = 3;

    private static final float DISTANCE = 9;
    private static final float CENTRE_Y = 0.01f;
    private static final float HALF_VIEW = 1.41f;
    private static final Vector3f PIVOT = new Vector3f(0, -0.55f, -0.1f);

    private final int size;
    private final Raster raster;
    private final Sample sample = new Sample();
    private final float[] linear;
    private final byte[] parts;

    /// A renderer of pictures of `size × size` pixels.
    ///
    /// @throws IllegalArgumentException if `size` is below 8 or above 2048
    public FaceRenderer(int size) {
        check(size);
        this.size = size;
        raster = new Raster(size * SAMPLES);
        linear = new float[size * size * 3];
        parts = new byte[size * size];
    }

    static void check(int size) {
        if (size < 8 || size > 2048) {
            throw new IllegalArgumentException("pictures of " + size + " pixels; 8 to 2048 can be drawn");
        }
    }

    /// A picture and what its pixels show.
    ///
    /// @param picture in colour
    /// @param mask of the same size
    public record Rendering(Picture picture, PartMask mask) {}

    /// Draws a person under some conditions.
    public Rendering render(Identity person, Conditions conditions) {
        Features features = new Features(person, conditions.expression());
        List<Piece> pieces = pieces(features, conditions);
        Matrix4f camera = camera(conditions);
        raster.clear();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            raster.draw(piece.mesh, i, new Matrix4f(camera).mul(piece.place));
        }
        shade(features, pieces, conditions);
        float[] encoded = new float[linear.length];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = Colour.encode(linear[i]);
        }
        return new Rendering(new Picture(size, size, 3, encoded), new PartMask(size, size, parts.clone()));
    }

    /// A mesh, where it stands, and from where light and eye look at it in its own coordinates.
    private record Piece(Mesh mesh, Matrix4f place, Vector3f light, Vector3f half, Vector3f eye) {}

    private List<Piece> pieces(Features features, Conditions conditions) {
        List<Piece> pieces = new ArrayList<>();
        Quaternionf turn = turn(conditions, 1);
        add(pieces, Meshes.face(features), turn, conditions);
        if (!features.hair.coversEars()) {
            add(pieces, Meshes.ear(features, -1), turn, conditions);
            add(pieces, Meshes.ear(features, 1), turn, conditions);
        }
        if (features.hair.cut() != Hair.Cut.BALD) {
            add(pieces, HairMeshes.shell(features), turn, conditions);
        }
        if (features.hair.bun() > 0) {
            add(pieces, HairMeshes.bun(features), turn, conditions);
        }
        Quaternionf body = turn(conditions, 0.4f);
        add(pieces, Meshes.neck(features), body, conditions);
        add(pieces, Meshes.clothes(features), body, conditions);
        return pieces;
    }

    private void add(List<Piece> pieces, Mesh mesh, Quaternionf turn, Conditions conditions) {
        Matrix4f place = new Matrix4f()
                .translate(conditions.shiftX(), conditions.shiftY(), 0)
                .translate(PIVOT)
                .rotate(turn)
                .translate(-PIVOT.x, -PIVOT.y, -PIVOT.z);
        Quaternionf back = new Quaternionf(turn).conjugate();
        Vector3f toLight = back.transform(towards(conditions.lightAzimuth(), conditions.lightElevation()));
        Vector3f toEye = back.transform(new Vector3f(0, 0, 1));
        pieces.add(
                new Piece(mesh, place, toLight, new Vector3f(toLight).add(toEye).normalize(), toEye));
    }

    private static Vector3f towards(float azimuth, float elevation) {
        double a = StrictMath.toRadians(azimuth);
        double e = StrictMath.toRadians(elevation);
        return new Vector3f((float) (StrictMath.sin(a) * StrictMath.cos(e)), (float) StrictMath.sin(e), (float)
                (StrictMath.cos(a) * StrictMath.cos(e)));
    }

    /// The head's turn, or a share of it for what follows the head less.
    private static Quaternionf turn(Conditions c, float share) {
        return about(0, 1, 0, c.yaw() * share)
                .mul(about(1, 0, 0, c.pitch() * share))
                .mul(about(0, 0, 1, c.roll() * share));
    }

    // Not Quaternionf.rotateY and the like: their sine may differ in the last bit between machines.
    private static Quaternionf about(int x, int y, int z, float degrees) {
        double half = StrictMath.toRadians(degrees) / 2;
        float sine = (float) StrictMath.sin(half);
        return new Quaternionf(x * sine, y * sine, z * sine, (float) StrictMath.cos(half));
    }

    private static Matrix4f camera(Conditions conditions) {
        float near = DISTANCE - 4;
        float half = HALF_VIEW / conditions.zoom() * near / DISTANCE;
        return new Matrix4f()
                .setFrustum(-half, half, -half, half, near, DISTANCE + 4)
                .translate(0, -CENTRE_Y, -DISTANCE);
    }

    private void shade(Features features, List<Piece> pieces, Conditions conditions) {
        SkinTexture skin = new SkinTexture(features);
        HairTexture hair = new HairTexture(features.hair);
        int[] counts = new int[FacePart.count()];
        for (int py = 0; py < size; py++) {
            for (int px = 0; px < size; px++) {
                Arrays.fill(counts, 0);
                float red = 0;
                float green = 0;
                float blue = 0;
                for (int k = 0; k < SAMPLES * SAMPLES; k++) {
                    int i = (py * SAMPLES + k / SAMPLES) * raster.side + px * SAMPLES + k % SAMPLES;
                    if (raster.mesh[i] == Raster.NOTHING) {
                        backdrop(conditions.backdrop(), i);
                    } else {
                        Piece piece = pieces.get(raster.mesh[i]);
                        fetch(piece, i);
                        texture(piece.mesh.material, skin, hair, conditions);
                        light(piece, conditions);
                    }
                    counts[sample.part.ordinal()]++;
                    red += sample.red;
                    green += sample.green;
                    blue += sample.blue;
                }
                int pixel = py * size + px;
                float share = conditions.exposure() / (SAMPLES * SAMPLES);
                linear[3 * pixel] = red * share;
                linear[3 * pixel + 1] = green * share;
                linear[3 * pixel + 2] = blue * share;
                parts[pixel] = (byte) most(counts);
            }
        }
    }

    private static int most(int[] counts) {
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            // Of parts that cover as much, the later, which are the smaller ones.
            if (counts[i] >= counts[most]) {
                most = i;
            }
        }
        return most;
    }

    private void backdrop(Conditions.Backdrop backdrop, int i) {
        float x = (float) (i % raster.side) / raster.side;
        int row = i / raster.side;
        float y = (float) row / raster.side;
        sample.part = FacePart.BACKGROUND;
        sample.colour(backdrop.top());
        sample.cover(backdrop.bottom(), y);
        sample.darken(1 + 0.12f * Smooth.noise(backdrop.seed(), x * 4, y * 4));
    }

    /// Puts into the sample what the triangle seen at sample `i` holds there.
    private void fetch(Piece piece, int i) {
        Mesh m = piece.mesh;
        int k = raster.triangle[i];
        int a = m.triangles[k];
        int b = m.triangles[k + 1];
        int c = m.triangles[k + 2];
        float wb = raster.second[i];
        float wc = raster.third[i];
        float wa = 1 - wb - wc;
        Sample s = sample;
        s.x = wa * m.x[a] + wb * m.x[b] + wc * m.x[c];
        s.y = wa * m.y[a] + wb * m.y[b] + wc * m.y[c];
        s.z = wa * m.z[a] + wb * m.z[b] + wc * m.z[c];
        s.u = wa * m.u[a] + wb * m.u[b] + wc * m.u[c];
        s.v = wa * m.v[a] + wb * m.v[b] + wc * m.v[c];
        float nx = wa * m.nx[a] + wb * m.nx[b] + wc * m.nx[c];
        float ny = wa * m.ny[a] + wb * m.ny[b] + wc * m.ny[c];
        float nz = wa * m.nz[a] + wb * m.nz[b] + wc * m.nz[c];
        float inverse = 1 / (float) Math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12f);
        s.inside = m.twoSided && nx * piece.eye.x + ny * piece.eye.y + nz * piece.eye.z < 0;
        inverse = s.inside ? -inverse : inverse;
        s.nx = nx * inverse;
        s.ny = ny * inverse;
        s.nz = nz * inverse;
    }

    private void texture(Material material, SkinTexture skin, HairTexture hair, Conditions conditions) {
        switch (material) {
            case FACE -> skin.face(sample);
            case EAR -> skin.ear(sample);
            case NECK -> skin.neck(sample);
            case HAIR -> hair.apply(sample);
            case CLOTHES -> {
                sample.part = FacePart.BACKGROUND;
                sample.colour(conditions.backdrop().clothes());
                sample.open = sample.inside ? 0.4f : 1;
                sample.wrap = 0.1f;
                sample.gloss = 0;
                sample.sharpness = 1;
            }
        }
    }

    /// Lights the sample: ambient light, more of it from above, and one lamp.
    private void light(Piece piece, Conditions conditions) {
        Sample s = sample;
        float lambert = s.nx * piece.light.x + s.ny * piece.light.y + s.nz * piece.light.z;
        float lamp = Math.max(0, (lambert + s.wrap) / (1 + s.wrap));
        float ambient = conditions.ambient();
        float level = s.open * (ambient * (0.85f + 0.25f * s.ny) + (1 - ambient) * 1.15f * lamp);
        float shine = Math.max(0, s.nx * piece.half.x + s.ny * piece.half.y + s.nz * piece.half.z);
        for (int i = 0; i < s.sharpness; i++) {
            shine *= shine;
        }
        float gloss = lambert > 0 ? s.open * s.gloss * shine * (1 - ambient) : 0;
        s.red = s.red * level + gloss;
        s.green = s.green * level + gloss;
        s.blue = s.blue * level + gloss;
    }
}
