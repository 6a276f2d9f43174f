package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Files of other formats that are given for safetensors, npy or ONNX, told by their first bytes.
public final class ForeignFile {
    private static final int LOOKED_AT = 256;
    /// A safetensors file has as many bytes of its header's length before the header.
    private static final int LENGTH_BYTES = 8;

    private ForeignFile() {}

    /// What a file is that was given for an ONNX model, or null where its first bytes say nothing.
    ///
    /// @throws IOException if it cannot be read
    public static @Nullable String givenForOnnx(Path path) throws IOException {
        DataFile file = DataFile.of(path);
        try (FileChannel channel = file.open()) {
            ByteBuffer head = head(file, channel);
            String other = describe(text(head));
            if (other != null) {
                return other.replaceFirst(";.*", ""); // without how it becomes a safetensors file
            }
            return isSafeTensors(head, file.size()) ? "a safetensors file" : null;
        }
    }

    /// What a file is that was given for safetensors or npy and how it becomes one, or null where its first bytes
    /// say nothing.
    static @Nullable String describe(DataFile file, FileChannel channel) throws IOException {
        String text = text(head(file, channel));
        return isOnnx(text) ? "an ONNX file" : describe(text);
    }

    private static ByteBuffer head(DataFile file, FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(LOOKED_AT, file.size()));
        file.readFully(channel, 0, head);
        return head.order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer head) {
        return StandardCharsets.ISO_8859_1.decode(head.duplicate().clear()).toString();
    }

    private static @Nullable String describe(String text) {
        String pytorch = "a PyTorch checkpoint; convert it in Python with safetensors.torch.save_file(state_dict, "
                + "\"model.safetensors\")";
        if (text.startsWith("PK\003\004")) {
            if (text.contains("data.pkl") || text.contains("/byteorder") || text.contains("/version")) {
                return pytorch;
            }
            return text.contains(".npy")
                    ? "an .npz archive of NumPy's; save its array alone with numpy.save"
                    : "a zip archive";
        }
        if (text.startsWith("\u0080\002") || text.startsWith("\u0080\004")) {
            return text.contains("torch") || text.startsWith("\u0080\002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\031.")
                    ? pytorch
                    : "a Python pickle, which is a program and is not run";
        }
        if (text.startsWith("\u0089HDF\r\n\032\n")) {
            return "an HDF5 file, as Keras writes; convert it in Python with safetensors.numpy.save_file";
        }
        if (text.startsWith("\u0093NUMPY")) {
            return "an .npy array";
        }
        if (text.startsWith("GGUF")) {
            return "a GGUF file";
        }
        return text.startsWith("\u0089PNG") || text.startsWith("\u00ff\u00d8\u00ff") ? "a picture" : null;
    }

    /// Whether it begins with an ONNX model's version and then its producer, graph or opsets.
    private static boolean isOnnx(String text) {
        return text.length() > 2
                && text.charAt(0) == 0x08
                && text.charAt(1) < 0x20
                && "\u0012:B".indexOf(text.charAt(2)) >= 0;
    }

    private static boolean isSafeTensors(ByteBuffer head, long size) {
        if (head.capacity() <= LENGTH_BYTES || head.get(LENGTH_BYTES) != '{') {
            return false;
        }
        long length = head.getLong(0);
        return length >= 2 && length <= size - LENGTH_BYTES;
    }
}
