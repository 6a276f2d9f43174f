package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Files of other formats that are given for safetensors or npy, told by their first bytes.
final class ForeignFile {
    private static final int LOOKED_AT = 256;

    private ForeignFile() {}

    /// What the file is and how it becomes one that is read, or null where its first bytes say nothing.
    static @Nullable String describe(DataFile file, FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(LOOKED_AT, file.size()));
        file.readFully(channel, 0, head);
        String text = new String(head.array(), StandardCharsets.ISO_8859_1);
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
}
