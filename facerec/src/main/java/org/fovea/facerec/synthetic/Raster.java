package org.fovea.facerec.synthetic;

import java.util.Arrays;
import org.joml.Matrix4f;

/// A z-buffer that keeps, for each sample, which triangle is seen there and where on it.
///
/// Colours are computed afterwards, once a sample: hidden surfaces cost nothing.
final class Raster {
    static final int NOTHING = -1;

    final int side;
    /// For each sample the number of the mesh, or [#NOTHING].
    final byte[] mesh;
    /// For each sample the place of the triangle's first vertex among its mesh's triangles.
    final int[] triangle;
    /// For each sample the weights of the triangle's second and third vertices.
    final float[] second;
    final float[] third;
    private final float[] depth;
    private float[] sx = new float[0];
    private float[] sy = new float[0];
    private float[] sz = new float[0];

    Raster(int side) {
        this.side = side;
        mesh = new byte[side * side];
        triangle = new int[side * side];
        second = new float[side * side];
        third = new float[side * side];
        depth = new float[side * side];
    }

    void clear() {
        Arrays.fill(mesh, (byte) NOTHING);
        Arrays.fill(depth, Float.MAX_VALUE);
    }

    /// Draws a mesh as number `number`, its coordinates taken to clip space by `toClip`.
    void draw(Mesh drawn, int number, Matrix4f toClip) {
        project(drawn, toClip);
        int[] corners = drawn.triangles;
        for (int k = 0; k < corners.length; k += 3) {
            int a = corners[k];
            int b = corners[k + 1];
            int c = corners[k + 2];
            // Rows of the picture run down, which turns anticlockwise into clockwise: seen from outside, area < 0.
            float area = (sx[b] - sx[a]) * (sy[c] - sy[a]) - (sx[c] - sx[a]) * (sy[b] - sy[a]);
            if (area < 0 || (area > 0 && drawn.twoSided)) {
                fill(number, k, a, b, c, 1 / area);
            }
        }
    }

    private void project(Mesh drawn, Matrix4f m) {
        int n = drawn.vertices;
        if (sx.length < n) {
            sx = new float[n];
            sy = new float[n];
            sz = new float[n];
        }
        float half = side * 0.5f;
        for (int i = 0; i < n; i++) {
            float x = drawn.x[i];
            float y = drawn.y[i];
            float z = drawn.z[i];
            float w = 1 / (m.m03() * x + m.m13() * y + m.m23() * z + m.m33());
            sx[i] = half + half * w * (m.m00() * x + m.m10() * y + m.m20() * z + m.m30());
            sy[i] = half - half * w * (m.m01() * x + m.m11() * y + m.m21() * z + m.m31());
            sz[i] = w * (m.m02() * x + m.m12() * y + m.m22() * z + m.m32());
        }
    }

    /// Fills a triangle: of each sample whose centre lies inside, the weights of the corners are the areas
    /// opposite.
    private void fill(int number, int k, int a, int b, int c, float inverseArea) {
        float left = Math.min(sx[a], Math.min(sx[b], sx[c]));
        float right = Math.max(sx[a], Math.max(sx[b], sx[c]));
        float top = Math.min(sy[a], Math.min(sy[b], sy[c]));
        float bottom = Math.max(sy[a], Math.max(sy[b], sy[c]));
        int fromX = Math.max(0, (int) Math.ceil(left - 0.5f));
        int toX = Math.min(side - 1, (int) Math.floor(right - 0.5f));
        int fromY = Math.max(0, (int) Math.ceil(top - 0.5f));
        int toY = Math.min(side - 1, (int) Math.floor(bottom - 0.5f));
        if (fromX > toX || fromY > toY) {
            return;
        }
        float stepSecond = (sy[c] - sy[a]) * inverseArea;
        float stepThird = (sy[a] - sy[b]) * inverseArea;
        float riseSecond = (sx[a] - sx[c]) * inverseArea;
        float riseThird = (sx[b] - sx[a]) * inverseArea;
        float zb = sz[b] - sz[a];
        float zc = sz[c] - sz[a];
        for (int y = fromY; y <= toY; y++) {
            float dy = y + 0.5f - sy[a];
            for (int x = fromX; x <= toX; x++) {
                float dx = x + 0.5f - sx[a];
                float wb = dx * stepSecond + dy * riseSecond;
                float wc = dx * stepThird + dy * riseThird;
                if (wb < 0 || wc < 0 || wb + wc > 1) {
                    continue;
                }
                float z = sz[a] + wb * zb + wc * zc;
                int i = y * side + x;
                if (z < depth[i]) {
                    depth[i] = z;
                    mesh[i] = (byte) number;
                    triangle[i] = k;
                    second[i] = wb;
                    third[i] = wc;
                }
            }
        }
    }
}
