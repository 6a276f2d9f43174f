package org.fovea.facerec.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.joml.Matrix3x2d;
import org.joml.Vector2d;
import org.junit.jupiter.api.Test;

class FaceAlignmentTest {
    private static final double TOLERANCE = 1e-9;

    @Test
    void turnedScaledAndMoved() {
        // A quarter turn (x, y) → (−y, x), twice as large, moved by (5, −1).
        List<Point> from = List.of(new Point(0, 0), new Point(1, 0), new Point(0, 2));
        List<Point> to = List.of(new Point(5, -1), new Point(5, 1), new Point(1, -1));
        Matrix3x2d transform = SimilarityTransform.between(from, to);
        assertEquals(0, transform.m00(), TOLERANCE);
        assertEquals(2, transform.m01(), TOLERANCE);
        assertEquals(-2, transform.m10(), TOLERANCE);
        assertEquals(0, transform.m11(), TOLERANCE);
        assertEquals(5, transform.m20(), TOLERANCE);
        assertEquals(-1, transform.m21(), TOLERANCE);
    }

    /// Umeyama's own example, but for its reflection: here the best transform without one is asked for.
    @Test
    void noOtherSimilarityIsNearer() {
        Xoshiro256 random = new Xoshiro256(3);
        List<Point> from = points(random);
        List<Point> to = points(random);
        Matrix3x2d best = SimilarityTransform.between(from, to);
        double least = error(best, from, to);
        for (int i = 0; i < 200; i++) {
            double a = best.m00() + 0.02 * random.nextGaussian();
            double b = best.m01() + 0.02 * random.nextGaussian();
            var other =
                    new Matrix3x2d(a, b, -b, a, best.m20() + random.nextGaussian(), best.m21() + random.nextGaussian());
            assertTrue(error(other, from, to) >= least, i + ": " + other);
        }
    }

    private static List<Point> points(Xoshiro256 random) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            points.add(new Point(100 * random.nextDouble(), 100 * random.nextDouble()));
        }
        return points;
    }

    private static double error(Matrix3x2d transform, List<Point> from, List<Point> to) {
        double sum = 0;
        for (int i = 0; i < from.size(); i++) {
            Vector2d at =
                    transform.transformPosition(from.get(i).x(), from.get(i).y(), new Vector2d());
            sum += at.distanceSquared(to.get(i).x(), to.get(i).y());
        }
        return sum;
    }

    @Test
    void pointsThatAreOneHaveNoTransform() {
        List<Point> one = List.of(new Point(3, 3), new Point(3, 3));
        List<Point> two = List.of(new Point(0, 0), new Point(1, 0));
        assertThrows(IllegalArgumentException.class, () -> SimilarityTransform.between(one, two));
        assertThrows(IllegalArgumentException.class, () -> SimilarityTransform.between(two, one));
        assertThrows(IllegalArgumentException.class, () -> SimilarityTransform.between(two, two.subList(0, 1)));
    }

    @Test
    void samplesAreLinearBetweenPixelsAndBlackOutside() {
        Picture picture = new Picture(2, 2, 1, new float[] {0.1f, 0.3f, 0.5f, 0.9f});
        assertArrayEquals(
                picture.data(), AffineWarp.of(picture, new Matrix3x2d(), 2, 2).data(), 1e-6f);
        // Moved by half a pixel to the right and down: the middle of four, then halves of what lies on the edge.
        Picture moved = AffineWarp.of(picture, new Matrix3x2d(1, 0, 0, 1, 0.5, 0.5), 3, 3);
        float[] expected = {
            0.025f, 0.1f, 0.075f, //
            0.15f, 0.45f, 0.3f,
            0.125f, 0.35f, 0.225f
        };
        assertArrayEquals(expected, moved.data(), 1e-6f);
        assertThrows(
                IllegalArgumentException.class, () -> AffineWarp.of(picture, new Matrix3x2d(0, 0, 0, 0, 1, 1), 2, 2));
    }

    /// On a picture that is a plane, right up to its edges, every way of averaging gives the plane's own value.
    private static Picture plane(int width, int height) {
        float[] data = new float[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    data[(y * width + x) * 3 + c] = (float) plane(x, y, width, height, c);
                }
            }
        }
        return new Picture(width, height, 3, data);
    }

    private static double plane(double x, double y, int width, int height, int channel) {
        return 0.1 + 0.1 * channel + 0.3 * x / width + 0.2 * y / height;
    }

    @Test
    void facesOfEverySizeComeToTheReference() {
        for (double size : new double[] {0.7, 1, 1.9, 2.1, 3.7, 6}) {
            int side = (int) (112 * size * 1.6);
            Picture photograph = plane(side, side + 7);
            // The reference's points turned by 10°, at the given size, in the photograph's middle.
            Matrix3x2d toPhotograph = new Matrix3x2d()
                    .translate(side / 2.0, side / 2.0)
                    .rotate(Math.toRadians(10))
                    .scale(size)
                    .translate(-56, -56);
            Picture aligned = FaceAlignment.align(
                    photograph, moved(ReferencePoints.ARC_FACE, toPhotograph), ReferencePoints.ARC_FACE);
            assertEquals("Picture 112×112 colour", aligned.toString());
            for (int y = 8; y < 104; y += 19) {
                for (int x = 8; x < 104; x += 19) {
                    Vector2d from = toPhotograph.transformPosition(x, y, new Vector2d());
                    for (int c = 0; c < 3; c++) {
                        assertEquals(
                                plane(from.x, from.y, side, side + 7, c),
                                aligned.data()[(y * 112 + x) * 3 + c],
                                1e-4,
                                "size " + size + " at " + x + ", " + y);
                    }
                }
            }
        }
    }

    private static Landmarks moved(ReferencePoints reference, Matrix3x2d by) {
        return Landmarks.of(reference.landmarks().points().stream()
                .map(p -> by.transformPosition(p.x(), p.y(), new Vector2d()))
                .map(v -> new Point(v.x, v.y))
                .toList());
    }

    @Test
    void finePatternsOfLargeFacesAverageOut() {
        int side = 112 * 8;
        float[] data = new float[side * side];
        for (int i = 0; i < data.length; i++) {
            data[i] = (i % side + i / side) % 2; // a chessboard of single pixels
        }
        Landmarks landmarks =
                moved(ReferencePoints.ARC_FACE, new Matrix3x2d().scale(7.3).translate(4, 4));
        Picture aligned = FaceAlignment.align(new Picture(side, side, 1, data), landmarks, ReferencePoints.ARC_FACE);
        for (int i = 112 * 40 + 40; i < 112 * 40 + 80; i++) {
            assertEquals(0.5, aligned.data()[i], 0.02);
        }
    }

    @Test
    void referencePointsScaleWithTheSize() {
        ReferencePoints large = ReferencePoints.arcFace(224, 224);
        assertEquals(2 * 56.0252, large.landmarks().nose().x(), 1e-9);
        assertEquals(2 * 71.7366, large.landmarks().nose().y(), 1e-9);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReferencePoints(50, 50, ReferencePoints.ARC_FACE.landmarks()));
    }
}
