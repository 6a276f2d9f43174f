package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final int DRAWS = 300;

    /// A picture in which no value can be a cover's, so that covers show: all values are 2.
    private static Picture blank(int width, int height, int channels) {
        float[] data = new float[width * height * channels];
        Arrays.fill(data, 2);
        return new Picture(width, height, channels, data);
    }

    /// Where a picture is covered: left, top, right, bottom. The covered pixels must fill that box.
    private static int[] box(Picture covered) {
        int[] box = {covered.width(), covered.height(), 0, 0};
        int count = 0;
        for (int i = 0; i < covered.width() * covered.height(); i++) {
            boolean changed = covered.data()[i * covered.channels()] != 2;
            for (int k = 1; k < covered.channels(); k++) {
                assertEquals(changed, covered.data()[i * covered.channels() + k] != 2, "channels of one pixel");
            }
            if (changed) {
                box[0] = Math.min(box[0], i % covered.width());
                box[1] = Math.min(box[1], i / covered.width());
                box[2] = Math.max(box[2], i % covered.width() + 1);
                box[3] = Math.max(box[3], i / covered.width() + 1);
                count++;
            }
        }
        assertEquals((box[2] - box[0]) * (box[3] - box[1]), count, "a full rectangle");
        return box;
    }

    private static void within(double value, double low, double high) {
        assertTrue(value >= low && value <= high, value + " is not from " + low + " to " + high);
    }

    private static float first(Picture covered, int[] box) {
        return covered.data()[(box[1] * covered.width() + box[0]) * covered.channels()];
    }

    @Test
    void cleanPicturesAreLeftAlone() {
        Picture picture = blank(64, 64, 1);
        Xoshiro256 random = new Xoshiro256(1);
        assertSame(picture, Condition.CLEAN.apply(picture, random));
        assertEquals(new Xoshiro256(1).nextLong(), random.nextLong(), "nothing was drawn");
        assertEquals(List.of(Condition.GLASSES, Condition.SCARF, Condition.BLOCK), Condition.occluded());
        assertEquals("glasses", Condition.GLASSES.label());
    }

    @Test
    void glasses() {
        var random = new Xoshiro256(1);
        Set<Integer> lefts = new HashSet<>();
        Set<Integer> tops = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            Picture covered = Condition.GLASSES.apply(blank(64, 64, 1), random);
            int[] box = box(covered);
            assertEquals(44, box[2] - box[0]);
            assertEquals(13, box[3] - box[1]);
            lefts.add(box[0]);
            tops.add(box[1]);
            within(first(covered, box), 0, 0.15);
            assertEquals(
                    first(covered, box), covered.data()[(box[3] - 1) * 64 + box[2] - 1], "one grey from end to end");
        }
        assertEquals(Set.of(8, 9, 10, 11, 12), lefts);
        assertEquals(Set.of(16, 17, 18, 19, 20, 21, 22), tops);
    }

    @Test
    void scarf() {
        var random = new Xoshiro256(2);
        Set<Integer> tops = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            Picture covered = Condition.SCARF.apply(blank(64, 64, 1), random);
            int[] box = box(covered);
            assertEquals(6, box[0]);
            assertEquals(58, box[2]);
            assertEquals(64, box[3]);
            tops.add(box[1]);
            within(first(covered, box), 0.1, 0.9);
        }
        assertEquals(Set.of(38, 39, 40, 41), tops);
    }

    @Test
    void block() {
        var random = new Xoshiro256(3);
        Set<Integer> sides = new HashSet<>();
        int noisy = 0;
        int atLeft = 0;
        int atBottom = 0;
        for (int i = 0; i < DRAWS; i++) {
            Picture covered = Condition.BLOCK.apply(blank(64, 64, 1), random);
            int[] box = box(covered);
            assertEquals(box[2] - box[0], box[3] - box[1], "a square");
            sides.add(box[2] - box[0]);
            within(first(covered, box), 0, 1);
            boolean noise = first(covered, box) != covered.data()[box[1] * 64 + box[0] + 1];
            noisy += noise ? 1 : 0;
            atLeft += box[0] < 8 ? 1 : 0;
            atBottom += box[3] > 56 ? 1 : 0;
        }
        assertEquals(Set.of(22, 23, 24, 25, 26, 27, 28, 29, 30, 31), sides);
        within(noisy, DRAWS * 0.4, DRAWS * 0.6);
        within(atLeft, DRAWS * 0.1, DRAWS * 0.35);
        within(atBottom, DRAWS * 0.1, DRAWS * 0.35);
    }

    @Test
    void theRestOfThePictureAndThePictureGivenStayAsTheyAre() {
        var values = new Xoshiro256(4);
        float[] data = new float[64 * 64];
        for (int i = 0; i < data.length; i++) {
            data[i] = values.nextFloat();
        }
        Picture picture = new Picture(64, 64, 1, data.clone());
        for (Condition condition : Condition.occluded()) {
            int[] box = box(condition.apply(blank(64, 64, 1), new Xoshiro256(5)));
            float[] covered = condition.apply(picture, new Xoshiro256(5)).data();
            for (int i = 0; i < data.length; i++) {
                boolean inside = i % 64 >= box[0] && i % 64 < box[2] && i / 64 >= box[1] && i / 64 < box[3];
                if (!inside) {
                    assertEquals(data[i], covered[i]);
                }
            }
            assertArrayEquals(data, picture.data());
            assertNotEquals(Arrays.hashCode(data), Arrays.hashCode(covered));
        }
    }

    @Test
    void measuresAreSharesOfTheFrame() {
        for (Condition condition : Condition.occluded()) {
            int[] small = box(condition.apply(blank(64, 64, 1), new Xoshiro256(6)));
            int[] large = box(condition.apply(blank(192, 128, 3), new Xoshiro256(6)));
            assertArrayEquals(new int[] {3 * small[0], 2 * small[1], 3 * small[2], 2 * small[3]}, large);
            int[] odd = box(condition.apply(blank(47, 31, 1), new Xoshiro256(6)));
            for (int side = 0; side < 4; side++) {
                assertEquals(small[side] * (side % 2 == 0 ? 47 : 31) / 64.0, odd[side], 0.5, condition + " " + side);
            }
        }
    }

    @Test
    void hiddenPixelsCountForNothingInTheStandardisation() {
        boolean[] visible = {true, false, true, true, false};
        float[] values = {9, 1, 2, 0, 0, 3, 4, 5, 6, 0, 0, 9};
        Standardisation.PER_PICTURE.apply(values, 1, 10, 2, visible);
        double deviation = Math.sqrt(35 / 12.0); // of 1, 2, 3, 4, 5, 6 around 3.5
        float[] expected = {9, -2.5f, -1.5f, 0, 0, -0.5f, 0.5f, 1.5f, 2.5f, 0, 0, 9};
        for (int i = 1; i < 11; i++) {
            expected[i] = (float) (expected[i] / deviation);
        }
        assertArrayEquals(expected, values, 1e-6f);
        float[] signed = {1, 0.25f, 0, 1, 0.75f};
        Standardisation.SIGNED.apply(signed, 0, 5, 1, visible);
        assertArrayEquals(new float[] {1, 0, -1, 1, 0}, signed);
        float[] same = {0.4f, 0.9f, 0.4f, 0.4f, 0.1f};
        Standardisation.PER_PICTURE.apply(same, 0, 5, 1, visible);
        assertArrayEquals(new float[5], same, 1e-6f, "a blank picture, whatever is hidden");
    }
}
