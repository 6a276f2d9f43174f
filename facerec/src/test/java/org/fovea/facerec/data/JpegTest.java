package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JPEGs as cameras, scanners and programs write them: with every marker, with none, with wrong ones.
class JpegTest {
    private static final int WIDTH = 32;
    private static final int HEIGHT = 16;
    private static final float[] RED = {230 / 255f, 40 / 255f, 30 / 255f};
    private static final float[] BLUE = {30 / 255f, 60 / 255f, 200 / 255f};

    @TempDir
    Path folder;

    private interface Stored {
        /// The components of a pixel of this colour, 0 to 255.
        int[] of(int red, int green, int blue);
    }

    private static int[] rgb(int red, int green, int blue) {
        return new int[] {red, green, blue};
    }

    /// JFIF 1.02, page 3.
    private static int[] yCbCr(int red, int green, int blue) {
        double y = 0.299 * red + 0.587 * green + 0.114 * blue;
        return new int[] {
            (int) Math.round(y), (int) Math.round(128 + (blue - y) / 1.772), (int) Math.round(128 + (red - y) / 1.402)
        };
    }

    /// Red on the left, blue on the right, as components that are written as they are, all sampled alike; no
    /// application segments.
    private static byte[] bare(Stored stored) throws IOException {
        int bands = stored.of(0, 0, 0).length;
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, bands, null);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                raster.setPixel(x, y, x < WIDTH / 2 ? stored.of(230, 40, 30) : stored.of(30, 60, 200));
            }
        }
        return withoutSegments(written(new IIOImage(raster, null, null)));
    }

    private static byte[] written(IIOImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(1);
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] withoutSegments(byte[] jpeg) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xda) {
            int end = at + 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
            if ((jpeg[at + 1] & 0xf0) != 0xe0) {
                bytes.write(jpeg, at, end - at);
            }
            at = end;
        }
        bytes.write(jpeg, at, jpeg.length - at);
        return bytes.toByteArray();
    }

    /// The components called `ids` in the frame and in the scan.
    private static byte[] named(byte[] jpeg, int... ids) {
        byte[] named = jpeg.clone();
        for (int at = 2; ; at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2)) {
            int marker = jpeg[at + 1] & 0xff;
            for (int i = 0; i < ids.length; i++) {
                if (marker == 0xc0) {
                    named[at + 10 + 3 * i] = (byte) ids[i];
                } else if (marker == 0xda) {
                    named[at + 5 + 2 * i] = (byte) ids[i];
                }
            }
            if (marker == 0xda) {
                return named;
            }
        }
    }

    /// A segment put in as the first.
    private static byte[] with(byte[] jpeg, int marker, byte[] body) {
        ByteBuffer whole = ByteBuffer.allocate(jpeg.length + body.length + 4);
        whole.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker).putShort((short) (body.length + 2));
        return whole.put(body).put(jpeg, 2, jpeg.length - 2).array();
    }

    private static byte[] adobe(byte[] jpeg, int transform) {
        return with(jpeg, 0xee, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});
    }

    private static byte[] jfif(byte[] jpeg) {
        return with(jpeg, 0xe0, new byte[] {'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0});
    }

    private static byte[] profile(byte[] jpeg, byte[] profile, int number, int of) {
        ByteBuffer body = ByteBuffer.allocate(profile.length + 14);
        body.put("ICC_PROFILE\0".getBytes()).put((byte) number).put((byte) of).put(profile);
        return with(jpeg, 0xe2, body.array());
    }

    private Picture read(byte[] jpeg) throws IOException {
        return PictureFile.read(Files.write(folder.resolve("a.jpg"), jpeg));
    }

    private void assertRedAndBlue(byte[] jpeg) throws IOException {
        Picture picture = read(jpeg);
        assertEquals("Picture 32×16 colour", picture.toString());
        int middle = HEIGHT / 2 * WIDTH;
        for (int c = 0; c < 3; c++) {
            assertEquals(RED[c], picture.data()[3 * (middle + 5) + c], 0.02f, "left, channel " + c);
            assertEquals(BLUE[c], picture.data()[3 * (middle + 26) + c], 0.02f, "right, channel " + c);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,2,3", "0,1,2", "1,34,35", "82,71,67"})
    void withoutMarkersComponentsAreYCbCr(int a, int b, int c) throws IOException {
        assertRedAndBlue(named(bare(JpegTest::yCbCr), a, b, c));
        // The JDK's usual sampling: colour at half the resolution.
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            image.setRGB(i % WIDTH, i / WIDTH, i % WIDTH < WIDTH / 2 ? 0xe6281e : 0x1e3cc8);
        }
        assertRedAndBlue(named(withoutSegments(written(new IIOImage(image, null, null))), a, b, c));
    }

    @Test
    void lettersAndAdobesMarkerMeanRgb() throws IOException {
        assertRedAndBlue(named(bare(JpegTest::rgb), 'R', 'G', 'B'));
        assertRedAndBlue(adobe(named(bare(JpegTest::rgb), 1, 2, 3), 0));
        assertRedAndBlue(adobe(named(bare(JpegTest::yCbCr), 'R', 'G', 'B'), 1));
        // libjpeg believes JFIF before all else.
        assertRedAndBlue(jfif(named(bare(JpegTest::yCbCr), 'R', 'G', 'B')));
        assertRedAndBlue(jfif(adobe(bare(JpegTest::yCbCr), 0)));
    }

    @Test
    void profilesChangeNothing() throws IOException {
        byte[] plain = jfif(bare(JpegTest::yCbCr));
        float[] expected = read(plain).data();
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] grey = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
        assertArrayEquals(expected, read(profile(plain, linear, 1, 1)).data(), "another colour space");
        assertArrayEquals(expected, read(profile(plain, grey, 1, 1)).data(), "another number of components");
        assertArrayEquals(expected, read(profile(plain, linear, 2, 3)).data(), "parts missing");
        assertArrayEquals(
                expected, read(profile(plain, new byte[] {1, 2, 3}, 1, 1)).data(), "no profile at all");
    }

    @Test
    void inkBecomesLight() throws IOException {
        // Inverted, as all programs write it: 255 is no ink.
        Stored cmyk = (red, green, blue) -> new int[] {red, green, blue, 255};
        assertRedAndBlue(adobe(bare(cmyk), 0));
        assertRedAndBlue(bare(cmyk));
        Stored ycck = (red, green, blue) -> {
            int[] y = yCbCr(255 - red, 255 - green, 255 - blue);
            return new int[] {y[0], y[1], y[2], 255};
        };
        // libjpeg makes CMY of YCC as 255 − RGB.
        assertRedAndBlue(adobe(bare(ycck), 2));
        Picture dark = read(adobe(bare((red, green, blue) -> new int[] {200, 100, 50, 128}), 0));
        assertEquals(200 / 255f * 128 / 255f, dark.data()[0], 0.01f);
    }

    @Test
    void rareKindsAreNamedNotCalledDamaged() throws IOException {
        byte[] arithmetic = bare(JpegTest::yCbCr);
        for (int i = 0; i < arithmetic.length - 1; i++) {
            if (arithmetic[i] == (byte) 0xff && arithmetic[i + 1] == (byte) 0xc0) {
                arithmetic[i + 1] = (byte) 0xc9;
                break;
            }
        }
        var e = assertThrows(UnreadablePictureException.class, () -> read(arithmetic));
        assertEquals("a JPEG picture coded arithmetically; baseline and progressive ones are read", e.reason());
        byte[] two = bare((red, green, blue) -> new int[] {red, green});
        e = assertThrows(UnreadablePictureException.class, () -> read(two));
        assertTrue(e.reason().startsWith("a JPEG picture of 2 components"), e.reason());
        assertFalse(e.reason().contains("damaged"));
    }

    /// TIFF's header and one entry, orientation.
    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(32)
                .put("Exif\0\0MM\0*".getBytes())
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void orientationIsApplied(int orientation) throws IOException {
        // A bright top left quarter on a dark, slightly brighter left half: each corner differs.
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            boolean left = i % WIDTH < WIDTH / 2;
            boolean top = i / WIDTH < HEIGHT / 2;
            image.getRaster().setSample(i % WIDTH, i / WIDTH, 0, left ? top ? 240 : 160 : top ? 80 : 10);
        }
        byte[] jpeg = with(written(new IIOImage(image, null, null)), 0xe1, exif(orientation));
        // Top left, top right, bottom left, bottom right, as EXIF 2.32 describes where row 0 and column 0 go.
        int[][] corners = {
            {240, 80, 160, 10},
            {80, 240, 10, 160},
            {10, 160, 80, 240},
            {160, 10, 240, 80},
            {240, 160, 80, 10},
            {160, 240, 10, 80},
            {10, 80, 160, 240},
            {80, 10, 240, 160}
        };
        Picture picture = read(jpeg);
        assertEquals(orientation > 4 ? HEIGHT : WIDTH, picture.width());
        assertEquals(orientation > 4 ? WIDTH : HEIGHT, picture.height());
        float[] found = {
            at(picture, 0, 0),
            at(picture, picture.width() - 1, 0),
            at(picture, 0, picture.height() - 1),
            at(picture, picture.width() - 1, picture.height() - 1)
        };
        for (int i = 0; i < 4; i++) {
            assertEquals(corners[orientation - 1][i] / 255f, found[i], 0.02f, "corner " + i);
        }
        Picture stored = PictureFile.read(
                folder.resolve("a.jpg"), ReadingOptions.standard().withExif(false));
        assertEquals(WIDTH, stored.width());
        assertEquals(240 / 255f, at(stored, 0, 0), 0.02f);
    }

    private static float at(Picture picture, int x, int y) {
        return picture.data()[y * picture.width() + x];
    }

    @Test
    void damagedExifIsNone() throws IOException {
        byte[] plain = bare(JpegTest::yCbCr);
        byte[] cut = Arrays.copyOf(exif(6), 20);
        assertArrayEquals(read(plain).data(), read(with(plain, 0xe1, cut)).data());
        assertArrayEquals(read(plain).data(), read(with(plain, 0xe1, exif(9))).data());
    }
}
