package org.fovea.facerec.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Arrays of numbers inside a page: each in a script element of its own, base64 of little-endian numbers, which the
/// browser leaves alone until the page asks for it. The page's JSON names them by references.
final class PageArrays {
    private static final byte[] END = "</script>\n".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> texts = new ArrayList<>();

    /// A reference to these floats.
    Map<String, Object> floats(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return add("f4", bytes.array());
    }

    /// A reference to these doubles.
    Map<String, Object> doubles(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return add("f8", bytes.array());
    }

    /// A reference to these values, each from 0 to 1, in 256 steps.
    Map<String, Object> shades(float[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(255 * Math.clamp(values[i], 0, 1));
        }
        return add("u1", bytes);
    }

    private Map<String, Object> add(String type, byte[] bytes) {
        texts.add(Base64.getEncoder().encode(bytes));
        return Fields.of("a", texts.size() - 1, "t", type);
    }

    /// Writes the script elements.
    void write(ByteArrayOutputStream page) {
        for (int i = 0; i < texts.size(); i++) {
            String start = "<script type=\"application/octet-stream\" id=\"array" + i + "\">";
            page.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
            page.writeBytes(texts.get(i));
            page.writeBytes(END);
        }
    }
}
