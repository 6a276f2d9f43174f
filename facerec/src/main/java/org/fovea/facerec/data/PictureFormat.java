package org.fovea.facerec.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The formats that are read, each told by its first bytes: names say nothing for certain, and some sets (the Yale
/// faces) have no extensions.
enum PictureFormat {
    PNM("pnm", Set.of("pgm", "ppm", "pbm", "pnm")),
    PNG("png", Set.of("png")),
    JPEG("jpeg", Set.of("jpg", "jpeg", "jpe", "jfif")),
    GIF("gif", Set.of("gif")),
    BMP("bmp", Set.of("bmp", "dib"));

    /// How many of a file's first bytes [#of] wants to see.
    static final int HEAD = 16;

    /// The formats as a message lists them.
    static final String ALL = "PGM, PPM, PNG, JPEG, GIF or BMP";

    private final String plugin;
    private final Set<String> extensions;

    PictureFormat(String plugin, Set<String> extensions) {
        this.plugin = plugin;
        this.extensions = extensions;
    }

    /// The name by which ImageIO finds the reader.
    String plugin() {
        return plugin;
    }

    /// The format whose signature these first bytes of a file carry.
    static Optional<PictureFormat> of(byte[] head) {
        String text = new String(head, 0, Math.min(HEAD, head.length), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        } else if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        } else if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return Optional.of(GIF);
        } else if (text.matches("(?s)P[1-6][ \t\r\n#].*")) {
            return Optional.of(PNM);
        } else if (text.matches("(?s)BM.{4}\0\0\0\0.*")) {
            return Optional.of(BMP);
        }
        return Optional.empty();
    }

    /// Whether a file's name ends as a picture's does.
    static boolean isNamedLikePicture(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (PictureFormat format : values()) {
            if (format.extensions.contains(extension)) {
                return true;
            }
        }
        return false;
    }
}
