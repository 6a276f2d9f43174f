package org.fovea.facerec.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures in files: PGM, PPM, PNG, JPEG, GIF and BMP are read, PNG is written.
///
/// The format is told by a file's content, whatever its name. Decoding is `javax.imageio`'s, with TwelveMonkeys'
/// plugin for the PNM family. Grey files give one channel, all others three; samples of any depth are scaled so that
/// the largest possible one is 1. Values are taken as they stand in the file (sRGB assumed, no colour management),
/// transparent parts lie on white, an animation gives its first frame, and an EXIF orientation is not applied.
public final class PictureFile {
    // Above any photograph; a damaged header that claims more would exhaust the memory before anything else fails.
    private static final long MAX_PIXELS = 250_000_000;

    private PictureFile() {}

    /// Reads a picture with the channels it has: 1 for grey, 3 for colour.
    ///
    /// @throws UnreadablePictureException if the file is empty, of another format, damaged or cut short
    /// @throws IOException if there is no such file or it cannot be read at all; the message names it
    public static Picture read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        PictureFormat format = PictureFormat.of(bytes)
                .orElseThrow(() -> new UnreadablePictureException(file, false, notPicture(bytes)));
        ImageReader reader = reader(format);
        try {
            return Pixels.of(decode(reader, bytes));
        } catch (IOException | RuntimeException e) {
            // The decoders answer damage with whatever they stumble over, often without a message.
            var unreadable = new UnreadablePictureException(
                    file, true, "a damaged or truncated " + format + " picture of " + bytes.length + " bytes" + why(e));
            unreadable.initCause(e);
            throw unreadable;
        } finally {
            reader.dispose();
        }
    }

    /// Whether a file begins like a picture of a format that [#read] knows; false for one that is empty.
    ///
    /// @throws IOException if the file cannot be read
    public static boolean isPicture(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return PictureFormat.of(in.readNBytes(PictureFormat.HEAD)).isPresent();
        }
    }

    /// Writes a picture as PNG, 8 bits a sample, grey or RGB; values outside 0 to 1 are clamped. The file is
    /// written beside its place and moved there whole.
    ///
    /// @throws IOException if the file cannot be written
    public static void writePng(Path file, Picture picture) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.write(part, png(picture));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot write " + file + ": there is no such folder", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// The bytes of a picture as a PNG file, 8 bits a sample, grey or RGB; values outside 0 to 1 are clamped.
    public static byte[] png(Picture picture) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(Pixels.image(picture), "png", out)) {
                throw new IllegalStateException("this JDK's ImageIO has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": a picture file expected, found a folder");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (OutOfMemoryError e) {
            throw new UnreadablePictureException(
                    file, false, "too large for a picture: " + Files.size(file) + " bytes");
        }
    }

    private static String notPicture(byte[] bytes) {
        return bytes.length == 0
                ? "an empty file; expected a picture (" + PictureFormat.ALL + ")"
                : "not a picture (" + PictureFormat.ALL + "): begins with bytes "
                        + HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(bytes, Math.min(8, bytes.length)));
    }

    private static String why(Exception e) {
        String said = e.getMessage();
        if (e instanceof EOFException) {
            return ": it ends before its last pixel";
        }
        return said == null || said.isBlank() ? "" : ": " + said;
    }

    private static BufferedImage decode(ImageReader reader, byte[] bytes) throws IOException {
        List<String> warnings = new ArrayList<>();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MAX_PIXELS) {
                throw new IIOException("it claims " + reader.getWidth(0) + "×" + reader.getHeight(0)
                        + " pixels, and more than " + MAX_PIXELS + " are not read");
            }
            BufferedImage image = reader.read(0);
            for (String warning : warnings) {
                if (tellsOfDamage(warning)) {
                    throw new IIOException(warning);
                }
            }
            return image;
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
            // ImageIO looks for plugins once, with the class loader of whoever came first.
            synchronized (PictureFile.class) {
                ImageIO.scanForPlugins();
            }
            readers = ImageIO.getImageReadersByFormatName(format.plugin());
        }
        if (!readers.hasNext()) {
            throw new IllegalStateException("ImageIO has no reader for " + format
                    + "; is com.twelvemonkeys.imageio:imageio-pnm on the module or class path?");
        }
        return readers.next();
    }
}
