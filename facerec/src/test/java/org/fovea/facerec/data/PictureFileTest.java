package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    @TempDir
    Path folder;

    private Path file(String name, String header, int... samples) throws IOException {
        byte[] head = header.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(head, head.length + samples.length);
        for (int i = 0; i < samples.length; i++) {
            bytes[head.length + i] = (byte) samples[i];
        }
        return Files.write(folder.resolve(name), bytes);
    }

    /// A smooth picture, so that JPEG loses little of it.
    private static BufferedImage smooth(int type) {
        var image = new BufferedImage(40, 30, type);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                int[] samples = {5 * x, 8 * y, 255 - 3 * x - 4 * y, 255};
                image.getRaster()
                        .setPixel(x, y, Arrays.copyOf(samples, image.getRaster().getNumBands()));
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (format.equals("pgm")) {
            bytes.writeBytes("P5 %d %d 255\n"
                    .formatted(image.getWidth(), image.getHeight())
                    .getBytes());
            for (int sample : image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null)) {
                bytes.write(sample);
            }
            return bytes.toByteArray();
        }
        assertTrue(ImageIO.write(image, format, bytes), "no writer for " + format);
        return bytes.toByteArray();
    }

    @Test
    void greyPnmIsReadAtEveryDepth() throws IOException {
        assertArrayEquals(
                new float[] {0, 51 / 255f, 128 / 255f, 1},
                PictureFile.read(file("a.pgm", "P5\n# a remark\n2 2\n255\n", 0, 51, 128, 255))
                        .data(),
                1e-6f);
        assertArrayEquals(
                new float[] {0, 0.2f, 0.6f, 1},
                PictureFile.read(file("b.pgm", "P2\n4 1\n15\n0 3 9 15\n")).data(),
                2e-3f);
        assertArrayEquals(
                new float[] {0x1234 / 65535f, 1},
                PictureFile.read(file("c.pgm", "P5\n2 1\n65535\n", 0x12, 0x34, 0xff, 0xff))
                        .data(),
                1e-6f);
        assertArrayEquals(
                new float[] {0.5f, 1},
                PictureFile.read(file("d.pgm", "P5\n2 1\n1000\n", 0x01, 0xf4, 0x03, 0xe8))
                        .data(),
                1e-4f);
    }

    @Test
    void bitmapsHaveBlackOnes() throws IOException {
        Picture picture = PictureFile.read(file("a.pbm", "P4\n3 2\n", 0b10000000, 0b00100000));
        assertEquals(1, picture.channels());
        assertArrayEquals(new float[] {0, 1, 1, 1, 1, 0}, picture.data());
    }

    @Test
    void colourPnmIsRead() throws IOException {
        Picture picture = PictureFile.read(file("a.ppm", "P6\n1 2\n255\n", 51, 102, 153, 255, 0, 204));
        assertEquals(3, picture.channels());
        assertEquals(2, picture.height());
        assertArrayEquals(new float[] {0.2f, 0.4f, 0.6f, 1, 0, 0.8f}, picture.data(), 1e-6f);
    }

    @ParameterizedTest
    @CsvSource({"png,0.002", "bmp,0.002", "jpg,0.1"})
    void colourFormatsAreRead(String format, float tolerance) throws IOException {
        // The name has no extension: the content decides.
        Path file = Files.write(folder.resolve("face"), encoded(smooth(BufferedImage.TYPE_INT_RGB), format));
        Picture picture = PictureFile.read(file);
        assertEquals("Picture 40×30 colour", picture.toString());
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                int i = (y * 40 + x) * 3;
                assertEquals(5 * x / 255f, picture.data()[i], tolerance);
                assertEquals(8 * y / 255f, picture.data()[i + 1], tolerance);
                assertEquals(Math.max(0, 255 - 3 * x - 4 * y) / 255f, picture.data()[i + 2], tolerance);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"png,0.002", "bmp,0.002", "gif,0.002", "jpg,0.02"})
    void greyStaysAsItIsStored(String format, float tolerance) throws IOException {
        Path file = Files.write(folder.resolve("face"), encoded(smooth(BufferedImage.TYPE_BYTE_GRAY), format));
        Picture picture = PictureFile.read(file);
        assertEquals(1, picture.channels());
        for (int x = 0; x < 40; x++) {
            assertEquals(5 * x / 255f, picture.data()[7 * 40 + x], tolerance);
        }
    }

    @Test
    void sixteenBitPngKeepsItsDepth() throws IOException {
        var image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 0x0102);
        image.getRaster().setSample(1, 0, 0, 0xffff);
        Path file = Files.write(folder.resolve("deep.png"), encoded(image, "png"));
        assertArrayEquals(
                new float[] {0x0102 / 65535f, 1}, PictureFile.read(file).data(), 1e-7f);
    }

    @Test
    void transparentPartsLieOnWhite() throws IOException {
        var image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff_00_33_66);
        image.setRGB(1, 0, 0x80_00_00_00);
        image.setRGB(2, 0, 0x00_12_34_56);
        Path file = Files.write(folder.resolve("a.png"), encoded(image, "png"));
        float half = 127 / 255f;
        assertArrayEquals(
                new float[] {0, 0.2f, 0.4f, half, half, half, 1, 1, 1},
                PictureFile.read(file).data(),
                1e-6f);
    }

    @Test
    void palettesAreLookedUp() throws IOException {
        byte[] red = {0, (byte) 255, 51};
        byte[] green = {0, 0, 102};
        byte[] blue = {0, 0, (byte) 153};
        var image =
                new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 3, red, green, blue));
        for (int x = 0; x < 3; x++) {
            image.getRaster().setSample(x, 0, 0, x);
        }
        for (String format : new String[] {"png", "gif"}) {
            Path file = Files.write(folder.resolve("a." + format), encoded(image, format));
            assertArrayEquals(
                    new float[] {0, 0, 0, 1, 0, 0, 0.2f, 0.4f, 0.6f},
                    PictureFile.read(file).data(),
                    1e-6f);
        }
    }

    @Test
    void writtenPicturesAreReadBack() throws IOException {
        Picture colour = new Picture(2, 1, 3, new float[] {0, 0.2f, 0.4f, 0.6f, 1.7f, -0.3f});
        PictureFile.writePng(folder.resolve("c.png"), colour);
        assertArrayEquals(
                new float[] {0, 0.2f, 0.4f, 0.6f, 1, 0},
                PictureFile.read(folder.resolve("c.png")).data(),
                1e-6f);
        Picture grey = new Picture(1, 3, 1, new float[] {0.2f, 0.6f, 1});
        PictureFile.writePng(folder.resolve("g.png"), grey);
        Picture back = PictureFile.read(folder.resolve("g.png"));
        assertEquals(1, back.channels());
        assertEquals(3, back.height());
        assertArrayEquals(grey.data(), back.data(), 1e-6f);
        try (var left = Files.list(folder)) {
            assertEquals(2, left.count(), "nothing but the two pictures is left behind");
        }
    }

    /// A picture written again and again is there, and whole, whenever it is read.
    @Test
    void readersNeverMissAPictureThatIsReplaced() throws Exception {
        Path file = folder.resolve("a.png");
        Picture picture = new Picture(64, 64, 1, new float[64 * 64]);
        PictureFile.writePng(file, picture);
        try (var writers = Executors.newFixedThreadPool(2)) {
            Callable<Void> write = () -> {
                for (int i = 0; i < 50; i++) {
                    PictureFile.writePng(file, picture);
                }
                return null;
            };
            List<Future<Void>> done = List.of(writers.submit(write), writers.submit(write));
            while (!done.stream().allMatch(Future::isDone)) {
                assertEquals(64, PictureFile.read(file).width());
            }
            for (Future<Void> one : done) {
                one.get();
            }
        }
        try (var left = Files.list(folder)) {
            assertEquals(1, left.count(), "nothing but the picture is left behind");
        }
    }

    @Test
    void writingIntoAMissingFolderNamesTheFile() {
        Path file = folder.resolve("no/such/a.png");
        Picture picture = new Picture(1, 1, 1, new float[1]);
        var e = assertThrows(IOException.class, () -> PictureFile.writePng(file, picture));
        assertEquals("cannot write " + file + ": there is no such folder", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "jpg", "gif", "pgm"})
    void truncatedAndGarbledFilesAreRefusedByName(String format) throws IOException {
        var random = new Random(5);
        var image = new BufferedImage(100, 80, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 8000; i++) {
            image.getRaster().setSample(i % 100, i / 100, 0, random.nextInt(256));
        }
        byte[] whole = encoded(image, format);
        for (double share : new double[] {0.3, 0.6, 0.9}) {
            Path file =
                    Files.write(folder.resolve("cut." + format), Arrays.copyOf(whole, (int) (share * whole.length)));
            var e = assertThrows(UnreadablePictureException.class, () -> PictureFile.read(file), "cut to " + share);
            assertTrue(e.getMessage().startsWith(file + ": a damaged or truncated"), e.getMessage());
            assertTrue(e.isPicture());
        }
        for (int trial = 0; trial < 50; trial++) {
            byte[] garbled = whole.clone();
            for (int i = 0; i < 8; i++) {
                garbled[12 + random.nextInt(garbled.length - 12)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("garbled." + format), garbled);
            try {
                // Samples may be anything, the picture must be one.
                assertTrue(PictureFile.read(file).width() > 0);
            } catch (UnreadablePictureException e) {
                assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            }
        }
    }

    @Test
    void headersThatClaimTooMuchAreRefusedBeforeAllocating() throws IOException {
        Path file = file("a.pgm", "P5\n2000000000 2000000000\n255\n", 1, 2, 3);
        var e = assertThrows(UnreadablePictureException.class, () -> PictureFile.read(file));
        assertTrue(e.getMessage().contains("2000000000×2000000000"), e.getMessage());
    }

    @Test
    void otherFilesAreToldFromPictures() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.png"));
        var e = assertThrows(UnreadablePictureException.class, () -> PictureFile.read(empty));
        assertEquals(empty + ": an empty file; expected a picture (PGM, PPM, PNG, JPEG, GIF or BMP)", e.getMessage());
        assertFalse(e.isPicture());
        Path text = Files.writeString(folder.resolve("README"), "BMW and Papa\n");
        e = assertThrows(UnreadablePictureException.class, () -> PictureFile.read(text));
        assertTrue(e.getMessage().contains("begins with bytes 42 4d 57"), e.getMessage());
        assertFalse(PictureFile.isPicture(text));
        assertFalse(PictureFile.isPicture(empty));
        Path missing = folder.resolve("missing.png");
        assertEquals(
                missing + ": no such file",
                assertThrows(IOException.class, () -> PictureFile.read(missing)).getMessage());
        assertEquals(
                folder + ": a picture file expected, found a folder",
                assertThrows(IOException.class, () -> PictureFile.read(folder)).getMessage());
    }
}
