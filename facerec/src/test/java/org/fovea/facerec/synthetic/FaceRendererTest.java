package org.fovea.facerec.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.synthetic.FaceRenderer.Rendering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceRendererTest {
    private static final int SIZE = 64;
    private static final Conditions NEUTRAL = Conditions.neutral();

    private static Rendering render(Identity person, Conditions conditions) {
        return new FaceRenderer(SIZE).render(person, conditions);
    }

    /// People of whom hair hides nothing.
    private static Identity bare(long seed) {
        return Casting.bare(new Xoshiro256(seed));
    }

    /// The mean place of a part: x to the right and y down, in shares of the picture.
    private static double[] centre(PartMask mask, FacePart part) {
        double x = 0;
        double y = 0;
        for (int row = 0; row < mask.height(); row++) {
            for (int column = 0; column < mask.width(); column++) {
                if (mask.at(column, row) == part) {
                    x += column + 0.5;
                    y += row + 0.5;
                }
            }
        }
        double count = mask.count(part);
        return new double[] {x / count / mask.width(), y / count / mask.height()};
    }

    @Test
    void drawsTheSamePixelsForTheSamePersonEvenWithUsedBuffersAndCompiledCode() {
        Conditions conditions = Conditions.random(new Xoshiro256(5));
        Rendering first = render(Identity.of(3), conditions);
        FaceRenderer used = new FaceRenderer(SIZE);
        for (int i = 0; i < 30; i++) {
            used.render(Identity.of(i), Conditions.random(new Xoshiro256(i)));
        }
        Rendering again = used.render(Identity.of(3), conditions);
        assertArrayEquals(first.picture().data(), again.picture().data());
        for (FacePart part : FacePart.values()) {
            assertArrayEquals(first.mask().of(part), again.mask().of(part));
        }
    }

    @Test
    void everyPartIsWhereItIsInAFace() {
        for (long seed = 0; seed < 25; seed++) {
            PartMask mask = render(bare(seed), NEUTRAL).mask();
            double[] brow = centre(mask, FacePart.BROW);
            double[] eye = centre(mask, FacePart.EYE);
            double[] nose = centre(mask, FacePart.NOSE);
            double[] mouth = centre(mask, FacePart.MOUTH);
            String who = "seed " + seed;
            assertTrue(firstRow(mask, FacePart.HAIR) < firstRow(mask, FacePart.BROW), who);
            assertTrue(brow[1] < eye[1] && eye[1] < nose[1] && nose[1] < mouth[1], who);
            for (double[] part : new double[][] {brow, eye, nose, mouth}) {
                assertEquals(0.5, part[0], 0.02, who);
            }
        }
    }

    private static int firstRow(PartMask mask, FacePart part) {
        float[] pixels = mask.of(part);
        int first = 0;
        while (pixels[first] == 0) {
            first++;
        }
        return first / mask.width();
    }

    @Test
    void everyPartHasAPlausibleArea() {
        double[][] range = {
            {0.2, 0.75}, {0.12, 0.55}, {0.03, 0.50}, {0.010, 0.045}, {0.002, 0.035}, {0.015, 0.06}, {0.005, 0.045}
        };
        for (long seed = 0; seed < 25; seed++) {
            PartMask mask = render(bare(seed), NEUTRAL).mask();
            int all = 0;
            for (FacePart part : FacePart.values()) {
                double share = (double) mask.count(part) / (SIZE * SIZE);
                double[] r = range[part.ordinal()];
                assertTrue(share > r[0] && share < r[1], "seed " + seed + ": " + part + " covers " + share);
                all += mask.count(part);
            }
            assertEquals(SIZE * SIZE, all);
        }
    }

    @Test
    void anEyeLiesOnEitherSideOfTheNose() {
        PartMask mask = render(bare(4), NEUTRAL).mask();
        int left = 0;
        int right = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (mask.at(x, y) == FacePart.EYE) {
                    left += x < SIZE / 2 - 1 ? 1 : 0;
                    right += x > SIZE / 2 ? 1 : 0;
                }
            }
        }
        assertEquals(left, right, 2);
        assertEquals(mask.count(FacePart.EYE), left + right);
    }

    @Test
    void aFaceInFrontalLightIsNearlyItsMirrorImage() {
        Identity person = LongStream.range(0, 100)
                .mapToObj(Identity::of)
                .filter(p -> p.hair().cut() == Hair.Cut.CROP)
                .findFirst()
                .orElseThrow();
        Rendering rendering = render(person, NEUTRAL);
        float[] data = rendering.picture().data();
        double difference = 0;
        int disagreeing = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE / 2; x++) {
                int there = SIZE - 1 - x;
                disagreeing += rendering.mask().at(x, y) == rendering.mask().at(there, y) ? 0 : 1;
                for (int c = 0; c < 3; c++) {
                    difference += Math.abs(data[(y * SIZE + x) * 3 + c] - data[(y * SIZE + there) * 3 + c]);
                }
            }
        }
        assertEquals(0, difference / (SIZE * SIZE / 2 * 3), 0.015);
        assertEquals(0, disagreeing, 0.015 * SIZE * SIZE / 2);
    }

    @Test
    void poseMovesTheFaceAsDocumented() {
        Identity person = bare(11);
        PartMask straight = render(person, NEUTRAL).mask();
        PartMask turned = render(person, NEUTRAL.withPose(25, 0, 0)).mask();
        PartMask nodding = render(person, NEUTRAL.withPose(0, 15, 0)).mask();
        PartMask tilted = render(person, NEUTRAL.withPose(0, 0, 20)).mask();
        double[] nose = centre(straight, FacePart.NOSE);
        assertTrue(centre(turned, FacePart.NOSE)[0] > nose[0] + 0.05);
        assertTrue(centre(nodding, FacePart.NOSE)[1] > nose[1] + 0.03);
        // Anticlockwise about the neck: what is above it moves to the left.
        assertTrue(centre(tilted, FacePart.BROW)[0] < centre(straight, FacePart.BROW)[0] - 0.03);
    }

    @Test
    void lightFromTheRightLightensTheRight() {
        Rendering rendering = render(bare(2), NEUTRAL.withLight(60, 10, 0.3f));
        Picture grey = rendering.picture().grey();
        double[] sum = new double[2];
        int[] count = new int[2];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (rendering.mask().at(x, y) == FacePart.SKIN) {
                    int side = x < SIZE / 2 ? 0 : 1;
                    sum[side] += grey.data()[y * SIZE + x];
                    count[side]++;
                }
            }
        }
        assertTrue(sum[1] / count[1] > sum[0] / count[0] + 0.1);
    }

    @Test
    void expressionsChangeTheirParts() {
        Identity person = bare(21);
        PartMask calm = render(person, NEUTRAL).mask();
        PartMask open = render(person, NEUTRAL.withExpression(new Expression(0, 1, 0, 0, 0, 0)))
                .mask();
        PartMask shut = render(person, NEUTRAL.withExpression(new Expression(0, 0, 0, 1, 0, 0)))
                .mask();
        PartMask raised = render(person, NEUTRAL.withExpression(new Expression(0, 0, 1, 0, 0, 0)))
                .mask();
        PartMask smiling = render(person, NEUTRAL.withExpression(new Expression(1, 0, 0, 0, 0, 0)))
                .mask();
        assertTrue(open.count(FacePart.MOUTH) > 1.3 * calm.count(FacePart.MOUTH));
        assertTrue(shut.count(FacePart.EYE) < 0.8 * calm.count(FacePart.EYE));
        assertTrue(centre(raised, FacePart.BROW)[1] < centre(calm, FacePart.BROW)[1] - 0.01);
        assertTrue(breadth(smiling, FacePart.MOUTH) > breadth(calm, FacePart.MOUTH));
    }

    private static int breadth(PartMask mask, FacePart part) {
        int first = mask.width();
        int last = -1;
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.at(x, y) == part) {
                    first = Math.min(first, x);
                    last = Math.max(last, x);
                }
            }
        }
        return last - first + 1;
    }

    @Test
    void aLargePictureShowsWhatASmallOneShows() {
        Identity person = Identity.of(8);
        Picture small = render(person, NEUTRAL).picture();
        Picture large =
                new FaceRenderer(4 * SIZE).render(person, NEUTRAL).picture().resize(SIZE, SIZE);
        double difference = 0;
        for (int i = 0; i < small.data().length; i++) {
            difference += Math.abs(small.data()[i] - large.data()[i]);
        }
        assertEquals(0, difference / small.data().length, 0.012);
    }

    @ParameterizedTest
    @EnumSource(
            value = FacePart.class,
            names = {"HAIR", "EYE", "BROW", "NOSE", "MOUTH"})
    void exchangingAPartChangesThePictureThereAlone(FacePart part) {
        Identity base = bare(17);
        for (long seed = 0; seed < 8; seed++) {
            Conditions conditions = Conditions.random(new Xoshiro256(seed));
            Rendering one = render(base, conditions);
            Rendering other = render(Identity.differingIn(part, base, seed), conditions);
            boolean[] near = near(one.mask(), other.mask(), part, 5);
            Picture a = one.picture().grey();
            Picture b = other.picture().grey();
            double inside = 0;
            for (int i = 0; i < near.length; i++) {
                double difference = Math.abs(a.data()[i] - b.data()[i]);
                inside += near[i] ? difference : 0;
                assertTrue(
                        near[i] || difference < 0.03,
                        part + ", seed " + seed + ": (" + i % SIZE + ", " + i / SIZE + ") differs by " + difference);
            }
            assertTrue(inside > 0.5, part + ", seed " + seed + ": differs by " + inside + " in all");
        }
    }

    /// Which pixels lie within `radius` of a pixel that either mask gives to a part.
    private static boolean[] near(PartMask a, PartMask b, FacePart part, int radius) {
        boolean[] near = new boolean[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (a.at(x, y) != part && b.at(x, y) != part) {
                    continue;
                }
                for (int v = Math.max(0, y - radius); v <= Math.min(SIZE - 1, y + radius); v++) {
                    for (int u = Math.max(0, x - radius); u <= Math.min(SIZE - 1, x + radius); u++) {
                        near[v * SIZE + u] |= (u - x) * (u - x) + (v - y) * (v - y) <= radius * radius;
                    }
                }
            }
        }
        return near;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, 2049})
    void refusesSizesItCannotDraw(int size) {
        var refused = assertThrows(IllegalArgumentException.class, () -> new FaceRenderer(size));
        assertEquals("pictures of " + size + " pixels; 8 to 2048 can be drawn", refused.getMessage());
    }

    @Test
    void refusesConditionsAndExpressionsOutOfRange() {
        var pose = assertThrows(IllegalArgumentException.class, () -> NEUTRAL.withPose(90, 0, 0));
        assertEquals("yaw of 90.0; it must lie between −75.0 and 75.0", pose.getMessage());
        assertThrows(IllegalArgumentException.class, () -> NEUTRAL.withPose(0, Float.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> NEUTRAL.withZoom(0));
        assertThrows(IllegalArgumentException.class, () -> Conditions.random(new Xoshiro256(1), 1.5f));
        var expression = assertThrows(IllegalArgumentException.class, () -> new Expression(0, -0.5f, 0, 0, 0, 0));
        assertEquals("mouthOpen of -0.5; it must lie between 0 and 1", expression.getMessage());
    }

    @Test
    void refusesPixelsOutsideTheMask() {
        PartMask mask = render(Identity.of(1), NEUTRAL).mask();
        var refused = assertThrows(IndexOutOfBoundsException.class, () -> mask.at(SIZE, 0));
        assertEquals("pixel (64, 0) of a mask of 64×64 pixels", refused.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> mask.at(0, -1));
    }
}
