package org.fovea.facerec.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {
    private static final int W = 40;
    private static final int H = 32;

    /// A disc of radius 9 around (25, 14) of the frame.
    private static boolean[] disc() {
        boolean[] region = new boolean[W * H];
        for (int i = 0; i < region.length; i++) {
            int dx = i % W - 25;
            int dy = i / W - 14;
            region[i] = dx * dx + dy * dy <= 81;
        }
        return region;
    }

    private static Picture frame(int channels, long seed) {
        var random = new Xoshiro256(seed);
        float[] data = new float[W * H * channels];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat();
        }
        return new Picture(W, H, channels, data);
    }

    private static float[] written(View view, Picture frame, Standardisation standardisation) {
        float[] into = new float[3 + view.shape(frame.channels()).size()];
        view.write(frame.data(), frame.channels(), standardisation, into, 3);
        return Arrays.copyOfRange(into, 3, into.length);
    }

    @Test
    void theWholeFrame() {
        View view = View.whole(W, H);
        assertTrue(view.isWhole());
        assertEquals(1, view.share());
        assertEquals(Shape.of(H, W, 3), view.shape(3));
        Picture frame = frame(3, 1);
        assertArrayEquals(frame.data(), written(view, frame, Standardisation.NONE));
        assertSame(frame, view.on(frame));
        float[] plain = frame.data().clone();
        Standardisation.PER_PICTURE.apply(plain, 0, plain.length);
        assertArrayEquals(plain, written(view, frame, Standardisation.PER_PICTURE));
    }

    @Test
    void aRectangle() {
        View view = View.rectangle(W, H, 5, 7, 20, 18);
        assertFalse(view.isWhole());
        assertEquals(20 * 18 / (double) (W * H), view.share());
        assertTrue(view.sees(5, 7) && view.sees(24, 24));
        assertFalse(view.sees(4, 7) || view.sees(5, 6) || view.sees(25, 24) || view.sees(24, 25));
        Picture frame = frame(1, 2);
        assertArrayEquals(frame.crop(5, 7, 20, 18).data(), written(view, frame, Standardisation.NONE));
        assertThrows(IllegalArgumentException.class, () -> View.rectangle(W, H, 25, 7, 16, 18));
        assertThrows(IllegalArgumentException.class, () -> View.rectangle(W, H, 5, 7, 20, 0));
        assertThrows(IllegalArgumentException.class, () -> View.rectangle(W, H, -1, 7, 20, 18));
    }

    @Test
    void aRegionHasABoxThatThreePoolingsDivide() {
        boolean[] region = disc(); // columns 16 to 34 and rows 5 to 23: 19×19
        View view = View.region(W, H, region);
        assertEquals(24, view.width());
        assertEquals(24, view.height());
        assertTrue(view.left() <= 16 && view.left() + 24 > 34, view.toString());
        assertTrue(view.top() <= 5 && view.top() + 24 > 23, view.toString());
        assertArrayEquals(region, view.region());
        for (int i = 0; i < region.length; i++) {
            assertEquals(region[i], view.sees(i % W, i / W));
        }
    }

    @Test
    void smallRegionsHaveBoxesLargeEnoughForTheNetworksAndStayInTheFrame() {
        boolean[] corner = new boolean[W * H];
        corner[W * H - 1] = true;
        View view = View.region(W, H, corner);
        assertEquals("40x32 box 24,16,16,16 runs 255,1", view.toString());
        assertThrows(IllegalArgumentException.class, () -> View.region(W, H, new boolean[W * H]));
        assertThrows(IllegalArgumentException.class, () -> View.region(W, H, new boolean[W]));
        boolean[] all = new boolean[W * H];
        Arrays.fill(all, true);
        assertEquals(View.whole(W, H), View.region(W, H, all));
    }

    @ParameterizedTest
    @EnumSource(Standardisation.class)
    void whatIsHiddenReachesNothing(Standardisation standardisation) {
        View view = View.region(W, H, disc());
        Picture frame = frame(3, 3);
        float[] changed = frame.data().clone();
        var random = new Xoshiro256(4);
        for (int i = 0; i < changed.length; i++) {
            if (!view.sees(i / 3 % W, i / 3 / W)) {
                changed[i] = random.nextInt(50) == 0 ? 1e6f : random.nextFloat();
            }
        }
        float[] before = written(view, frame, standardisation);
        assertArrayEquals(before, written(view, new Picture(W, H, 3, changed), standardisation));
        int hidden = 0;
        for (int i = 0; i < before.length; i++) {
            int pixel = i / 3;
            if (!view.sees(view.left() + pixel % view.width(), view.top() + pixel / view.width())) {
                assertEquals(0, before[i]);
                hidden++;
            }
        }
        assertTrue(hidden > 300, "hidden values of the box: " + hidden);
    }

    @Test
    void standardisedOverTheVisiblePixelsAlone() {
        View view = View.region(W, H, disc());
        Picture frame = frame(1, 5);
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (float v : written(view, frame, Standardisation.PER_PICTURE)) {
            sum += v;
            squares += (double) v * v;
            count += v == 0 ? 0 : 1;
        }
        assertEquals(view.share() * W * H, count, 1e-9);
        assertEquals(0, sum / count, 1e-6);
        assertEquals(1, squares / count, 1e-5);
    }

    @Test
    void picturesAreGreyWhereHidden() {
        View view = View.region(W, H, disc());
        Picture frame = frame(3, 6);
        Picture on = view.on(frame);
        for (int i = 0; i < W * H * 3; i++) {
            assertEquals(view.sees(i / 3 % W, i / 3 / W) ? frame.data()[i] : 0.5f, on.data()[i]);
        }
        Picture of = view.of(frame);
        assertEquals(view.width(), of.width());
        assertArrayEquals(
                on.crop(view.left(), view.top(), view.width(), view.height()).data(), of.data());
        assertThrows(IllegalArgumentException.class, () -> view.on(frame.crop(0, 0, W, H - 1)));
        assertThrows(IllegalArgumentException.class, () -> view.of(frame.crop(0, 0, W - 1, H)));
    }

    @Test
    void mapsOfTheBoxComeToTheirPlaceInTheFrame() {
        View view = View.region(W, H, disc());
        float[] values = new float[24 * 24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        HeatMap map = view.onFrame(new HeatMap(24, 24, values, "m", "l", "t"));
        for (int y = 0; y < H; y++) {
            for (int x = 0; x < W; x++) {
                float there = view.sees(x, y) ? (y - view.top()) * 24 + (x - view.left()) + 1 : 0;
                assertEquals(there, map.at(y, x));
            }
        }
        HeatMap small = new HeatMap(3, 3, new float[9], "m", "l", "t");
        assertThrows(IllegalArgumentException.class, () -> view.onFrame(small));
    }

    @Test
    void textThatIsReadAgain() {
        View[] views = {View.whole(W, H), View.rectangle(W, H, 5, 7, 20, 18), View.region(W, H, disc())};
        assertEquals("40x32 whole", views[0].toString());
        assertEquals("40x32 box 5,7,20,18", views[1].toString());
        for (View view : views) {
            View read = View.parse(view.toString());
            assertEquals(view, read);
            assertEquals(view.hashCode(), read.hashCode());
            assertArrayEquals(view.region(), read.region());
            assertEquals(view.shape(1), read.shape(1));
        }
        assertNotEquals(views[1], views[2]);
        boolean[] other = disc();
        other[14 * W + 25] = false;
        assertNotEquals(views[2], View.region(W, H, other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whole",
                "40x32",
                "40 whole",
                "40x32 all",
                "40x32 whole 3",
                "0x32 whole",
                "40x-1 whole",
                "40x32 box 5,7,20",
                "40x32 box 5,7,20,18,2",
                "40x32 box 30,7,20,18",
                "40x32 box 5,7,20,a",
                "40x32 box 0,0,16,16 runs",
                "40x32 box 0,0,16,16 runs 255",
                "40x32 box 0,0,16,16 runs 255,2",
                "40x32 box 0,0,16,16 runs 300,-44",
                "40x32 box 0,0,16,16 runs 256",
                "40x32 box 0,0,16,16 runs 0,256",
                "40x32 box 0,0,40,32",
                "040x32 whole",
                "40x32 box 0,0,16,16 rows 255,1",
                "99999x99999 box 0,0,99999,99999 runs 1,2",
                "40x32 box 0,0,16,16 runs 255,1 more"
            })
    void otherTextIsRefusedByName(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> View.parse(text));
        assertTrue(e.getMessage().contains("view"), e.getMessage());
    }
}
