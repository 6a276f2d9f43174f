package org.fovea.facerec.verification;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// Embeddings of photographs in a file that only grows: what was computed before a run was stopped is there for the
/// next. Several threads may use one.
///
/// A photograph goes by the SHA-256 of its file, the store by a fingerprint of all that decides an embedding (models,
/// card, settings); a file of another fingerprint is refused. A record ends with its CRC-32: one that was half written
/// when the run was stopped, and what follows it, is cut off.
public final class EmbeddingStore implements AutoCloseable {
    private static final String MAGIC = "fovea embeddings 1 ";
    private static final int HASH_BYTES = 32;
    private static final int MOST_ELEMENTS = 65_536;
    private static final float[] NO_FACE = {};

    private final FileChannel file;
    private final Map<String, float[]> known;

    private EmbeddingStore(FileChannel file, Map<String, float[]> known) {
        this.file = file;
        this.known = known;
    }

    /// Opens a store, or makes one.
    ///
    /// @param fingerprint of all that decides an embedding, in letters and digits
    /// @throws IOException if the file cannot be read or written, is no store or one of another fingerprint, or
    ///     another process is writing to it
    public static EmbeddingStore open(Path path, String fingerprint) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(file, path);
            byte[] head = (MAGIC + fingerprint + "\n").getBytes(StandardCharsets.US_ASCII);
            if (file.size() == 0) {
                AtomicFile.writeFully(file, ByteBuffer.wrap(head));
                return new EmbeddingStore(file, new HashMap<>());
            }
            ByteBuffer there = ByteBuffer.allocate(head.length);
            file.read(there);
            if (!ByteBuffer.wrap(head).equals(there.flip())) {
                throw new IOException(Printable.of(path) + ": embeddings of other models or settings, or another file"
                        + " altogether; it begins " + quoted(there) + ", expected " + MAGIC + fingerprint
                        + "; remove it or name another");
            }
            return new EmbeddingStore(file, readAll(file, head.length));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(FileChannel file, Path path) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException(Printable.of(path) + ": another run is writing to it");
        }
    }

    private static String quoted(ByteBuffer bytes) {
        return "\""
                + Printable.of(
                        StandardCharsets.ISO_8859_1.decode(bytes).toString().strip()) + "\"";
    }

    private static Map<String, float[]> readAll(FileChannel file, long from) throws IOException {
        Map<String, float[]> known = new HashMap<>();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size() - from));
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {}
        byte[] all = bytes.array();
        int whole = 0;
        var in = new DataInputStream(new ByteArrayInputStream(all, 0, bytes.position()));
        try {
            while (true) {
                String hash = HexFormat.of().formatHex(in.readNBytes(HASH_BYTES));
                int elements = in.readInt();
                if (elements < 0 || elements > MOST_ELEMENTS) {
                    break;
                }
                float[] embedding = elements == 0 ? NO_FACE : new float[elements];
                for (int i = 0; i < elements; i++) {
                    embedding[i] = in.readFloat();
                }
                int length = HASH_BYTES + Integer.BYTES + elements * Float.BYTES;
                if (in.readInt() != crc(all, whole, length)) {
                    break;
                }
                whole += length + Integer.BYTES;
                known.put(hash, embedding);
            }
        } catch (EOFException end) {
            // The last record is whole, or was being written.
        }
        file.truncate(from + whole);
        file.position(from + whole);
        return known;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /// Whether a photograph is in the store.
    ///
    /// @param hash the SHA-256 of its file, in hexadecimal digits
    public synchronized boolean has(String hash) {
        return known.containsKey(hash);
    }

    /// The embedding of a photograph's face; null where it showed none.
    ///
    /// @throws IllegalArgumentException if the photograph is not in the store
    public synchronized float @Nullable [] get(String hash) {
        float[] embedding = known.get(hash);
        if (embedding == null) {
            throw new IllegalArgumentException("no photograph " + hash + " in the store");
        }
        return embedding.length == 0 ? null : embedding;
    }

    /// Adds a photograph; one that is there already stays as it is.
    ///
    /// @param embedding null where it shows no face
    /// @throws IOException if it cannot be written
    public synchronized void put(String hash, float @Nullable [] embedding) throws IOException {
        float[] kept = embedding == null ? NO_FACE : embedding;
        if (known.putIfAbsent(hash, kept) != null) {
            return;
        }
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(HexFormat.of().parseHex(hash));
        out.writeInt(kept.length);
        for (float value : kept) {
            out.writeFloat(value);
        }
        out.writeInt(crc(bytes.toByteArray(), 0, bytes.size()));
        AtomicFile.writeFully(file, ByteBuffer.wrap(bytes.toByteArray()));
    }

    /// How many photographs it holds.
    public synchronized int size() {
        return known.size();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
