package org.fovea.facerec.gallery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.fovea.facerec.data.Printable;

/// The bytes of a picture in the store, under its id:
///
/// ```
/// CRC-32C of the id's UTF-8 and of all that follows    int
/// version, 1                                           byte
/// person                                               UTF (modified UTF-8 behind its length)
/// enrolled, milliseconds since 1970                    long
/// number of measures, then of each: name, value        byte, (UTF, double) …
/// number of values, then the embedding                 int, float …
/// ```
///
/// The store's own checksums cover where its pages are, not what is in them.
final class PictureRecord {
    private static final int VERSION = 1;

    private PictureRecord() {}

    static byte[] bytes(Picture picture) {
        var bytes = new ByteArrayOutputStream(200 + Float.BYTES * picture.embedding().length);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(0); // the checksum's place
            out.writeByte(VERSION);
            out.writeUTF(picture.person());
            out.writeLong(picture.enrolled().toEpochMilli());
            out.writeByte(picture.quality().measures().size());
            for (Map.Entry<String, Double> measure :
                    picture.quality().measures().entrySet()) {
                out.writeUTF(measure.getKey());
                out.writeDouble(measure.getValue());
            }
            out.writeInt(picture.embedding().length);
            for (float value : picture.embedding()) {
                out.writeFloat(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        byte[] record = bytes.toByteArray();
        ByteBuffer.wrap(record).putInt(0, checksum(picture.id(), record));
        return record;
    }

    /// @throws IOException if these are not the bytes of a picture of this id
    static Picture read(String id, byte[] record) throws IOException {
        String damaged = "picture " + Printable.of(id) + " is damaged: ";
        if (record.length < Integer.BYTES || ByteBuffer.wrap(record).getInt() != checksum(id, record)) {
            throw new IOException(damaged + "its checksum does not fit its " + record.length + " bytes");
        }
        try (var in =
                new DataInputStream(new ByteArrayInputStream(record, Integer.BYTES, record.length - Integer.BYTES))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("it is of version " + version + ", " + VERSION + " expected");
            }
            String person = in.readUTF();
            long enrolled = in.readLong();
            Map<String, Double> measures = new TreeMap<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                measures.put(in.readUTF(), in.readDouble());
            }
            int length = in.readInt();
            if (length != in.available() / Float.BYTES) {
                throw new IOException("it is to hold " + length + " values in " + in.available() + " bytes");
            }
            float[] embedding = new float[length];
            for (int i = 0; i < length; i++) {
                embedding[i] = in.readFloat();
            }
            return new Picture(id, person, embedding, new QualityMeasures(measures), Instant.ofEpochMilli(enrolled));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(damaged + e.getMessage(), e);
        }
    }

    private static int checksum(String id, byte[] record) {
        var crc = new CRC32C();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        crc.update(record, Integer.BYTES, Math.max(0, record.length - Integer.BYTES));
        return (int) crc.getValue();
    }
}
