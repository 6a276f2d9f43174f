package org.fovea.tests.faces;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures that were once read wrongly, as their programs wrote them.
class ReportedPicturesTest {
    @Test
    void theReportedGifIsItsScreen() throws IOException {
        assertEquals(
                "Picture 48×32 colour",
                PictureFile.read(SharedData.find("cases/gif_offset.gif")).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"icc_p3", "nojfif_444_ids123", "rgb_with_grey_icc", "icc_bad_sequence", "cmyk"})
    void reportedCasesAreRead(String name) throws IOException {
        Picture picture = PictureFile.read(SharedData.find("cases/" + name + ".jpg"));
        int i = (4 * 48 + 5) * 3;
        float[] pixel = Arrays.copyOfRange(picture.data(), i, i + 3);
        assertArrayEquals(new float[] {247 / 255f, 19 / 255f, 18 / 255f}, pixel, 4 / 255f);
    }

    @Test
    void theReportedTurnedPictureIsTurned() throws IOException {
        Picture picture = PictureFile.read(SharedData.find("cases/exif6.jpg"));
        assertEquals("Picture 32×48 colour", picture.toString());
    }
}
