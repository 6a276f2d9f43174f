package org.fovea.facerec.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// From a file's bytes to a [Picture], format by format.
final class Decoder {
    private Decoder() {}

    /// Decodes `bytes`, which carry the signature of `format`.
    ///
    /// @throws RefusedPictureException if the picture is larger than `options` allow, or of a kind that is not read
    /// @throws IOException if it is damaged; a decoder may also throw what it likes
    static Picture decode(PictureFormat format, byte[] bytes, ReadingOptions options) throws IOException {
        Orientation orientation = options.exif() ? Orientation.of(format, bytes) : Orientation.UPRIGHT;
        return switch (format) {
            case PNM -> Pnm.read(bytes, options);
            case PNG -> Pixels.of(image(format, bytes, options), orientation);
            case JPEG -> Pixels.of(image(format, JpegStream.plain(bytes), options), orientation);
            case BMP -> Pixels.of(Pixels.withoutEmptyAlpha(image(format, bytes, options)), orientation);
            case GIF -> {
                GifScreen screen = GifScreen.of(bytes);
                options.check(screen.width(), screen.height());
                yield screen.with(Pixels.of(image(format, bytes, options), orientation));
            }
        };
    }

    private static BufferedImage image(PictureFormat format, byte[] bytes, ReadingOptions options) throws IOException {
        ImageReader reader = reader(format);
        List<String> warnings = new ArrayList<>();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            options.check(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            for (String warning : warnings) {
                if (tellsOfDamage(warning)) {
                    throw new IIOException(warning);
                }
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    /// The JPEG and GIF decoders fill what is missing with grey or black and merely warn.
    private static boolean tellsOfDamage(String warning) {
        return warning.startsWith("Truncated File")
                || warning.startsWith("Out-of-sequence code")
                || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"));
    }

    private static ImageReader reader(PictureFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.plugin());
        if (!readers.hasNext()) {
            throw new IllegalStateException("this JDK's ImageIO has no reader for " + format);
        }
        return readers.next();
    }
}
