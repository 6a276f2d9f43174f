package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CropTest {
    /// A picture whose every value names its place: 1000 times the row plus the column.
    private static Picture numbered(int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1000 * (i / width) + i % width;
        }
        return new Picture(width, height, 1, values);
    }

    @Test
    void centreTakesTheProportionsAskedFor() {
        Picture cut = new Crop.Centre(1).cut(numbered(320, 243), 46, 56);
        assertEquals(200, cut.width());
        assertEquals(243, cut.height());
        assertEquals(60, cut.data()[0]);
    }

    @Test
    void centreShareLeavesAnEvenBorder() {
        Picture cut = new Crop.Centre(0.6).cut(numbered(250, 250), 64, 64);
        assertEquals(150, cut.width());
        assertEquals(150, cut.height());
        assertEquals(50_050, cut.data()[0]);
    }

    @Test
    void centreKeepsThePicturesOwnProportionsWhenNoSizeIsAskedFor() {
        Picture cut = new Crop.Centre(0.5).cut(numbered(100, 60), 0, 0);
        assertEquals(50, cut.width());
        assertEquals(30, cut.height());
    }

    @Test
    void optionsCropThenResize() {
        Picture face = FaceOptions.grey()
                .withCrop(new Crop.Rectangle(2, 1, 4, 2))
                .withSize(2, 1)
                .apply(new Picture(8, 4, 3, new float[96]));
        assertEquals(2, face.width());
        assertEquals(1, face.height());
        assertEquals(1, face.channels());
        Picture whole =
                FaceOptions.colour().withCrop(new Crop.Whole()).withSize(10, 10).apply(numbered(8, 4));
        assertEquals(10, whole.width());
        assertEquals(3, whole.channels());
    }

    @Test
    void writtenCropsAreRead() {
        assertEquals(new Crop.Whole(), Crop.parse("whole"));
        assertEquals(new Crop.Centre(1), Crop.parse(" Centre "));
        assertEquals(new Crop.Centre(0.65), Crop.parse("center:0.65"));
        assertEquals(new Crop.Rectangle(1, 2, 30, 40), Crop.parse("1,2,30,40"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "middle",
                "centre:",
                "centre:0",
                "centre:1.5",
                "1,2,3",
                "1,2,0,4",
                "-1,2,3,4",
                "1,2,3,99999999999"
            })
    void otherCropsAreRefused(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> Crop.parse(text));
        assertTrue(e.getMessage().contains("crop"), e.getMessage());
    }
}
