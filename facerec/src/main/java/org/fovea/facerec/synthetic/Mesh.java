package org.fovea.facerec.synthetic;

import java.util.Arrays;

/// A grid of vertices with two texture coordinates and a normal each, and the triangles between them.
///
/// Triangles stand anticlockwise when seen from outside, if rows run down and columns run to the right.
final class Mesh {
    final Material material;
    final int vertices;
    final float[] x;
    final float[] y;
    final float[] z;
    final float[] u;
    final float[] v;
    final float[] nx;
    final float[] ny;
    final float[] nz;
    final int[] triangles;
    final boolean twoSided;
    private final int rows;
    private final int columns;

    /// A grid of `rows × columns` vertices; `closed` joins the last column to the first.
    Mesh(Material material, int rows, int columns, boolean closed, boolean twoSided) {
        this.material = material;
        this.rows = rows;
        this.columns = columns;
        this.twoSided = twoSided;
        vertices = rows * columns;
        x = new float[vertices];
        y = new float[vertices];
        z = new float[vertices];
        u = new float[vertices];
        v = new float[vertices];
        nx = new float[vertices];
        ny = new float[vertices];
        nz = new float[vertices];
        triangles = join(rows, columns, closed);
    }

    private static int[] join(int rows, int columns, boolean closed) {
        int across = closed ? columns : columns - 1;
        int[] triangles = new int[6 * (rows - 1) * across];
        for (int r = 0, k = 0; r + 1 < rows; r++) {
            for (int c = 0; c < across; c++) {
                int a = r * columns + c;
                int b = r * columns + (c + 1) % columns;
                triangles[k++] = a;
                triangles[k++] = a + columns;
                triangles[k++] = b;
                triangles[k++] = b;
                triangles[k++] = a + columns;
                triangles[k++] = b + columns;
            }
        }
        return triangles;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    void put(int i, float x, float y, float z, float u, float v) {
        this.x[i] = x;
        this.y[i] = y;
        this.z[i] = z;
        this.u[i] = u;
        this.v[i] = v;
    }

    /// Sets every vertex's normal to the mean of its triangles', weighted by area.
    void computeNormals() {
        Arrays.fill(nx, 0);
        Arrays.fill(ny, 0);
        Arrays.fill(nz, 0);
        for (int k = 0; k < triangles.length; k += 3) {
            int a = triangles[k];
            int b = triangles[k + 1];
            int c = triangles[k + 2];
            float ux = x[b] - x[a];
            float uy = y[b] - y[a];
            float uz = z[b] - z[a];
            float wx = x[c] - x[a];
            float wy = y[c] - y[a];
            float wz = z[c] - z[a];
            float px = uy * wz - uz * wy;
            float py = uz * wx - ux * wz;
            float pz = ux * wy - uy * wx;
            add(a, px, py, pz);
            add(b, px, py, pz);
            add(c, px, py, pz);
        }
        joinPole(0);
        joinPole(vertices - columns);
        for (int i = 0; i < vertices; i++) {
            float length = (float) Math.sqrt(nx[i] * nx[i] + ny[i] * ny[i] + nz[i] * nz[i]);
            float inverse = length > 0 ? 1 / length : 0;
            nx[i] *= inverse;
            ny[i] *= inverse;
            nz[i] *= inverse;
        }
    }

    private void add(int i, float px, float py, float pz) {
        nx[i] += px;
        ny[i] += py;
        nz[i] += pz;
    }

    /// Gives the vertices of a row that is one point the same normal.
    private void joinPole(int from) {
        float sx = 0;
        float sy = 0;
        float sz = 0;
        for (int i = from; i < from + columns; i++) {
            if (x[i] != x[from] || y[i] != y[from] || z[i] != z[from]) {
                return;
            }
            sx += nx[i];
            sy += ny[i];
            sz += nz[i];
        }
        for (int i = from; i < from + columns; i++) {
            nx[i] = sx;
            ny[i] = sy;
            nz[i] = sz;
        }
    }
}
