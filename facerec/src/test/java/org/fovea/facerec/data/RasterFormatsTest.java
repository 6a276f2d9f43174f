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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// BMP and GIF in their stranger forms, formats that are not read, and headers that claim too much.
class RasterFormatsTest {
    @TempDir
    Path folder;

    private Picture read(byte[] bytes) throws IOException {
        return PictureFile.read(Files.write(folder.resolve("a"), bytes));
    }

    /// Pixels of 32 bits in one row, under BITMAPV4HEADER with these masks.
    private static byte[] bmp(int red, int green, int blue, int alpha, int... pixels) {
        ByteBuffer bmp = ByteBuffer.allocate(14 + 108 + 4 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(122);
        bmp.putInt(108).putInt(pixels.length).putInt(1).putShort((short) 1).putShort((short) 32);
        bmp.putInt(3)
                .putInt(4 * pixels.length)
                .putInt(2835)
                .putInt(2835)
                .putInt(0)
                .putInt(0);
        bmp.putInt(red).putInt(green).putInt(blue).putInt(alpha).putInt(0x73524742);
        bmp.position(122);
        for (int pixel : pixels) {
            bmp.putInt(pixel);
        }
        return bmp.array();
    }

    @Test
    void aBitmapWithAnAlphaMaskAndNoAlphaIsOpaque() throws IOException {
        float[] opaque = {1, 0, 0.2f, 0.4f, 0.6f, 0.8f};
        assertArrayEquals(
                opaque,
                read(bmp(0xff0000, 0xff00, 0xff, 0xff000000, 0x00ff0033, 0x006699cc))
                        .data(),
                1e-6f);
        assertArrayEquals(
                opaque,
                read(bmp(0xff0000, 0xff00, 0xff, 0, 0x00ff0033, 0x006699cc)).data(),
                1e-6f);
        // One pixel with alpha makes the others transparent in truth.
        assertArrayEquals(
                new float[] {1, 1, 1, 0.4f, 0.6f, 0.8f},
                read(bmp(0xff0000, 0xff00, 0xff, 0xff000000, 0x00ff0033, 0xff6699cc))
                        .data(),
                1e-6f);
    }

    @ParameterizedTest
    @CsvSource({"0,65280,255", "16711680,0,255", "16711680,65280,0"})
    void aChannelWithAnEmptyMaskIsBlack(int red, int green, int blue) throws IOException {
        float[] expected = {red == 0 ? 0 : 0.4f, green == 0 ? 0 : 0.6f, blue == 0 ? 0 : 0.8f};
        assertArrayEquals(expected, read(bmp(red, green, blue, 0, 0x006699cc)).data(), 1e-6f);
        assertArrayEquals(
                expected, read(bmp(red, green, blue, 0xff000000, 0xff6699cc)).data(), 1e-6f);
    }

    /// A frame of 2×5 in colour 1 of (dark blue or black, grey) at (1, 1) on a screen of 4×6. (Not of fewer rows:
    /// the JDK writes frames interlaced, and loses rows where it reads those of fewer than 5.)
    private static byte[] smallFrame(boolean grey) throws IOException {
        byte[] dark = {0, (byte) 102};
        byte[] blue = {(byte) (grey ? 0 : 51), (byte) 102};
        var image =
                new BufferedImage(2, 5, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(1, 2, dark, dark, blue));
        for (int i = 0; i < 10; i++) {
            image.getRaster().setSample(i % 2, i / 2, 0, 1);
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "gif", out);
        byte[] gif = out.toByteArray();
        gif[6] = 4;
        gif[8] = 6;
        gif[11] = 0; // background
        int at = 13 + 3 * 2;
        while (gif[at] != 0x2c) {
            at++;
        }
        gif[at + 1] = 1;
        gif[at + 3] = 1;
        return gif;
    }

    @Test
    void aGifsFrameStandsInItsPlaceOnTheScreen() throws IOException {
        Picture grey = read(smallFrame(true));
        assertEquals("Picture 4×6 grey", grey.toString());
        assertArrayEquals(
                new float[] {0, 0, 0, 0, 0, 0.4f, 0.4f, 0, 0, 0.4f, 0.4f, 0}, Arrays.copyOf(grey.data(), 12), 1e-6f);
        assertArrayEquals(new float[] {0, 0.4f, 0.4f, 0}, Arrays.copyOfRange(grey.data(), 20, 24), 1e-6f);
        Picture colour = read(smallFrame(false));
        assertEquals("Picture 4×6 colour", colour.toString());
        assertArrayEquals(new float[] {0, 0, 0.2f}, Arrays.copyOf(colour.data(), 3), 1e-6f);
        assertEquals(0.4f, colour.data()[3 * 5], 1e-6f);
    }

    @Test
    void aTransparentGifLiesOnWhiteAndAScreenTooSmallGrows() throws IOException {
        byte[] gif = smallFrame(true);
        int palette = 13 + 3 * 2;
        byte[] control = {0x21, (byte) 0xf9, 4, 1, 0, 0, 0, 0};
        byte[] transparent = ByteBuffer.allocate(gif.length + control.length)
                .put(gif, 0, palette)
                .put(control)
                .put(gif, palette, gif.length - palette)
                .array();
        assertEquals(1, read(transparent).data()[0]);
        gif[6] = 0;
        gif[8] = 0;
        assertEquals("Picture 3×6 grey", read(gif).toString());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "52494646240000005745425056503820, WebP",
                "00000018667479706865696300000000, HEIC",
                "000000206674797061766966, AVIF",
                "000000186674797069736f6d, MPEG-4 (isom)",
                "49492a0008000000, TIFF",
                "4d4d002a00000008, TIFF",
                "0000000c4a584c200d0a870a, JPEG XL",
                "0000000c6a5020200d0a870a, JPEG 2000",
                "38425053000100, Photoshop",
                "255044462d312e34, PDF",
                "50660a31203120, PFM"
            })
    void otherFormatsAreNamed(String hex, String name) throws IOException {
        Path file = Files.write(folder.resolve("face.jpg"), HexFormat.of().parseHex(hex));
        var e = assertThrows(UnreadablePictureException.class, () -> PictureFile.read(file));
        assertTrue(e.reason().startsWith("a file in the format " + name + ", which is not read"), e.reason());
        assertFalse(e.isPicture());
    }

    /// A PNG of 57 bytes and these measures.
    private static byte[] png(int width, int height) throws IOException {
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        byte[] png = out.toByteArray();
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        var crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return png;
    }

    @Test
    void picturesAboveTheLimitAreRefusedByTheirHeaders() throws IOException {
        byte[] gif = smallFrame(true);
        gif[7] = (byte) 0xff;
        gif[9] = (byte) 0xff;
        byte[] bmp = bmp(0xff0000, 0xff00, 0xff, 0, 1);
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 15000).putInt(22, 15000);
        for (byte[] huge :
                new byte[][] {png(15000, 15000), gif, bmp, "P5 15000 15000 255 ".getBytes(StandardCharsets.US_ASCII)}) {
            var e = assertThrows(UnreadablePictureException.class, () -> read(huge));
            assertTrue(
                    e.reason().matches("a (PNG|GIF|BMP|PNM) picture of \\d{5}×\\d{5} pixels; the limit .*70000000.*"),
                    e.reason());
        }
    }

    @Test
    void theLimitCanBeSet() throws IOException {
        PictureFile.writePng(folder.resolve("b.png"), new Picture(4, 3, 1, new float[12]));
        ReadingOptions options = ReadingOptions.standard();
        assertEquals(
                4,
                PictureFile.read(folder.resolve("b.png"), options.withMaxPixels(12))
                        .width());
        var e = assertThrows(
                UnreadablePictureException.class,
                () -> PictureFile.read(folder.resolve("b.png"), options.withMaxPixels(11)));
        assertEquals("a PNG picture of 4×3 pixels; the limit (--max-pixels) is 11 pixels", e.reason());
        assertThrows(IllegalArgumentException.class, () -> options.withMaxPixels(0));
    }
}
