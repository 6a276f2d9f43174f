package org.fovea.facerec.gallery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// A gallery as one file that other programs can read and write: JSON Lines, in UTF-8.
///
/// ```
/// {"format":"fovea gallery 1","model":{"name":…,"fingerprint":…,"length":512},"calibration":null,"pictures":2}
/// {"picture":"sha256:…","person":"Ada","enrolled":"2026-11-26T05:00:00Z","quality":{},"embedding":"AACAPw…"}
/// {"picture":…}
/// {"end":2}
/// ```
///
/// An embedding is its values as 32-bit floats, little-endian, in Base64. The first line and the last have the number
/// of pictures, so that a file that was cut off is known by it.
public final class PortableGallery {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private PortableGallery() {}

    private record Head(
            String format, ModelIdentity model, @Nullable Calibration calibration, int pictures) {}

    /// A line behind the first: a picture, or the end.
    private record Line(
            @Nullable String picture,
            @Nullable String person,
            @Nullable String enrolled,
            @Nullable Map<String, Double> quality,
            @Nullable String embedding,
            @Nullable Integer end) {}

    private record End(int end) {}

    private record PictureLine(
            String picture, String person, String enrolled, Map<String, Double> quality, String embedding) {
        static PictureLine of(Picture picture) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * picture.embedding().length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(picture.embedding());
            return new PictureLine(
                    picture.id(),
                    picture.person(),
                    picture.enrolled().toString(),
                    picture.quality().measures(),
                    Base64.getEncoder().encodeToString(bytes.array()));
        }
    }

    /// Writes a gallery to a file, whole or not at all. Nothing writes to the gallery meanwhile.
    ///
    /// @throws IOException if the gallery cannot be read or the file not written
    public static void write(Gallery gallery, Path file) throws IOException {
        AtomicFile.write(file, channel -> {
            try (OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                synchronized (gallery) {
                    line(
                            out,
                            new Head(
                                    About.FORMAT,
                                    gallery.model(),
                                    gallery.calibration().orElse(null),
                                    gallery.pictures()));
                    gallery.each(picture -> line(out, PictureLine.of(picture)));
                    line(out, new End(gallery.pictures()));
                }
            }
        });
    }

    private static void line(OutputStream out, Object value) throws IOException {
        out.write(JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    /// Makes a gallery of a file, whole or not at all, and opens it.
    ///
    /// @param folder not there yet, or empty
    /// @throws IOException if the file is none of these, or the gallery cannot be written
    public static Gallery read(Path file, Path folder) throws IOException {
        try (var lines = new Lines(file)) {
            GalleryFolder.make(
                    folder, new About(About.FORMAT, lines.head.model(), lines.head.calibration()), lines::each);
        }
        return Gallery.open(folder);
    }

    /// Adds the pictures of a file to a gallery, all or none of them; those whose id is there already are passed
    /// over. The gallery keeps its calibration.
    ///
    /// @return how many were added
    /// @throws IllegalArgumentException if the file is of another model
    /// @throws IOException if the file is none of these, or the gallery cannot be written
    public static int add(Path file, Gallery gallery) throws IOException {
        try (var lines = new Lines(file)) {
            gallery.require(lines.head.model());
            return gallery.addAll(lines::each);
        }
    }

    /// The lines of a file, read one by one.
    private static final class Lines implements AutoCloseable {
        private final Path file;
        private final InputStream in;
        private final MappingIterator<Line> rest;
        final Head head;

        Lines(Path file) throws IOException {
            this.file = file;
            in = new BufferedInputStream(Files.newInputStream(file));
            try {
                var parser = JSON.getFactory().createParser(in);
                head = JSON.readerFor(Head.class).readValue(parser);
                if (head == null || !About.FORMAT.equals(head.format()) || head.model() == null) {
                    throw new IOException(
                            Printable.of(file) + ": a gallery of the form \"" + About.FORMAT + "\" expected");
                }
                rest = JSON.readerFor(Line.class).readValues(parser);
            } catch (JsonProcessingException e) {
                in.close();
                throw problem(1, e.getOriginalMessage(), e);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }

        void each(Pictures.Sink sink) throws IOException {
            int count = 0;
            while (true) {
                int number = count + 2;
                Line line;
                try {
                    if (!rest.hasNextValue()) {
                        throw problem(number, "the file ends before its last line", null);
                    }
                    line = rest.nextValue();
                } catch (JsonProcessingException e) {
                    throw problem(number, e.getOriginalMessage(), e);
                }
                if (line.end() != null) {
                    if (line.end() != count || head.pictures() != count) {
                        throw problem(
                                number,
                                count + " pictures found, " + head.pictures() + " announced, " + line.end()
                                        + " at the end",
                                null);
                    }
                    return;
                }
                sink.accept(picture(line, number));
                count++;
            }
        }

        private Picture picture(Line line, int number) throws IOException {
            if (line.picture() == null
                    || line.person() == null
                    || line.enrolled() == null
                    || line.quality() == null
                    || line.quality().containsValue(null)
                    || line.embedding() == null) {
                throw problem(number, "picture, person, enrolled, quality and embedding expected", null);
            }
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(line.embedding()))
                        .order(ByteOrder.LITTLE_ENDIAN);
                if (bytes.remaining() != Float.BYTES * head.model().length()) {
                    throw new IllegalArgumentException("an embedding of " + bytes.remaining() + " bytes; "
                            + Float.BYTES * head.model().length() + " expected");
                }
                float[] embedding = new float[head.model().length()];
                bytes.asFloatBuffer().get(embedding);
                return new Picture(
                        line.picture(),
                        line.person(),
                        embedding,
                        new QualityMeasures(line.quality()),
                        Instant.parse(line.enrolled()));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw problem(number, String.valueOf(e.getMessage()), e);
            }
        }

        private IOException problem(int line, String what, @Nullable Exception cause) {
            return new IOException(Printable.of(file) + ", line " + line + ": " + what, cause);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
