package org.fovea.facerec.data;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fovea.engine.io.AtomicFile;

/// Pictures in files: PBM, PGM, PPM, PAM, PNG, JPEG, GIF and BMP are read, PNG is written.
///
/// The format is told by a file's content, whatever its name. The PNM family is read here, the others by
/// `javax.imageio`. Grey files give one channel, all others three; samples of any depth are scaled so that the largest
/// possible one is 1.
///
/// - Values are taken as they stand in the file: sRGB is assumed, colour profiles, sound or damaged, change nothing.
/// - A JPEG's components are taken for YCbCr, RGB, CMYK or YCCK as libjpeg takes them; CMYK becomes RGB as (1 − C)(1 −
///   K).
/// - Transparent parts lie on white. A BMP whose alpha is 0 throughout has none; a channel with an empty mask is 0.
/// - An animation gives its first frame, in its place on the whole screen, with the file's background colour beside it.
/// - A PNM sample above the header's largest value is refused.
/// - An EXIF orientation is applied, if [ReadingOptions] do not say otherwise; damaged EXIF is none.
///
/// Only files are opened: a named pipe or a device, which may block for ever, is refused.
public final class PictureFile {
    private PictureFile() {}

    /// Reads a picture as [#read(Path, ReadingOptions)] does, with [ReadingOptions#standard()].
    public static Picture read(Path file) throws IOException {
        return read(file, ReadingOptions.standard());
    }

    /// Reads a picture with the channels it has: 1 for grey, 3 for colour.
    ///
    /// @throws UnreadablePictureException if the file is empty, of another format, damaged or cut short, larger
    ///     than `options` allow, or needs more memory than there is (then its cause is an [OutOfMemoryError])
    /// @throws IOException if there is no such file or it cannot be read at all; the message names it
    public static Picture read(Path file, ReadingOptions options) throws IOException {
        try {
            return read(file, bytes(file), options);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, Files.size(file), e);
        }
    }

    /// Reads a picture from the bytes of a file.
    ///
    /// @param file what messages call it; it is not looked at
    /// @throws UnreadablePictureException as [#read(Path, ReadingOptions)]
    public static Picture read(Path file, byte[] bytes, ReadingOptions options) throws UnreadablePictureException {
        try {
            PictureFormat format = PictureFormat.of(bytes)
                    .orElseThrow(() -> new UnreadablePictureException(file, false, notPicture(bytes)));
            return decode(file, format, bytes, options);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, bytes.length, e);
        }
    }

    private static UnreadablePictureException tooLarge(Path file, long bytes, OutOfMemoryError e) {
        return unreadable(
                file,
                "it needs more memory than the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB has left; its file has " + bytes + " bytes",
                e);
    }

    private static Picture decode(Path file, PictureFormat format, byte[] bytes, ReadingOptions options)
            throws UnreadablePictureException {
        try {
            return Decoder.decode(format, bytes, options);
        } catch (RefusedPictureException e) {
            throw unreadable(file, "a " + format + " picture " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            // The decoders answer damage with whatever they stumble over, often without a message.
            throw unreadable(
                    file, "a damaged or truncated " + format + " picture of " + bytes.length + " bytes" + why(e), e);
        }
    }

    private static UnreadablePictureException unreadable(Path file, String reason, Throwable cause) {
        var unreadable = new UnreadablePictureException(file, true, reason);
        unreadable.initCause(cause);
        return unreadable;
    }

    /// Whether a file begins like a picture of a format that [#read(Path)] knows; false for one that is empty, and
    /// for what is no file.
    ///
    /// @throws IOException if the file cannot be read
    public static boolean isPicture(Path file) throws IOException {
        return FileProblems.notPlain(file).isEmpty()
                && PictureFormat.of(head(file)).isPresent();
    }

    /// A file's first bytes, as many as tell its format.
    static byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(PictureFormat.HEAD);
        }
    }

    /// Writes a picture as PNG, 8 bits a sample, grey or RGB; values outside 0 to 1 are clamped. The file is
    /// written beside its place and moved there whole.
    ///
    /// @throws IOException if the file cannot be written
    public static void writePng(Path file, Picture picture) throws IOException {
        try {
            AtomicFile.write(file, png(picture));
        } catch (NoSuchFileException e) {
            throw new IOException("cannot write " + Printable.of(file) + ": there is no such folder", e);
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
        Optional<String> other;
        try {
            other = FileProblems.notPlain(file);
            if (other.isEmpty()) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            throw new IOException(Printable.of(file) + ": " + FileProblems.reason(file, e), e);
        }
        throw new IOException(Printable.of(file) + ": a picture file expected, found " + other.get());
    }

    /// Why bytes that no format of ours begins with are no picture.
    static String notPicture(byte[] bytes) {
        if (bytes.length == 0) {
            return "an empty file; expected a picture (" + PictureFormat.ALL + ")";
        }
        return PictureFormat.foreign(bytes)
                .map(name -> "a file in the format " + name + ", which is not read; expected a picture ("
                        + PictureFormat.ALL + ")")
                .orElseGet(() -> "not a picture (" + PictureFormat.ALL + "): begins with bytes "
                        + HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(bytes, Math.min(8, bytes.length))));
    }

    private static String why(Exception e) {
        String said = e.getMessage();
        if (e instanceof EOFException) {
            return ": it ends before its last pixel";
        }
        return said == null || said.isBlank() ? "" : ": " + said;
    }
}
