package org.fovea.facerec.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The formats that are read, each told by its first bytes: names say nothing for certain, and some sets (the Yale
/// faces) have no extensions.
enum PictureFormat {
    PNM("", Set.of("pgm", "ppm", "pbm", "pnm", "pam")),
    PNG("png", Set.of("png")),
    JPEG("jpeg", Set.of("jpg", "jpeg", "jpe", "jfif")),
    GIF("gif", Set.of("gif")),
    BMP("bmp", Set.of("bmp", "dib"));

    /// How many of a file's first bytes [#of] wants to see.
    static final int HEAD = 32;

    /// The formats as a message lists them.
    static final String ALL = "PGM, PPM, PNG, JPEG, GIF or BMP";

    /// Signatures, as patterns, of formats that are known by name alone.
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("RIFF.{4}WEBP", "WebP"),
            Map.entry("II\\*\0|MM\0\\*|II\\+\0|MM\0\\+", "TIFF"),
            Map.entry("\0\0\0\fJXL \r\n\u0087\n|\u00ff\n", "JPEG XL"),
            Map.entry("\0\0\0\fjP  \r\n\u0087\n|\u00ffO\u00ffQ", "JPEG 2000"),
            Map.entry("\0\0[\1\2]\0[^\0]\0", "ICO"),
            Map.entry("8BPS", "Photoshop"),
            Map.entry("P[Ff]\n", "PFM"),
            Map.entry("qoif", "QOI"),
            Map.entry("v/1\1", "OpenEXR"),
            Map.entry("#\\?RADIANCE|#\\?RGBE", "Radiance HDR"),
            Map.entry("Y\u00a6j\u0095", "Sun raster"),
            Map.entry("\1\332[\0\1][\1\2]", "SGI"),
            Map.entry("%PDF", "PDF"),
            Map.entry("\\s*<svg", "SVG"));

    private final String plugin;
    private final Set<String> extensions;

    PictureFormat(String plugin, Set<String> extensions) {
        this.plugin = plugin;
        this.extensions = extensions;
    }

    /// The name by which ImageIO finds the reader; empty where we read ourselves.
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
        } else if (text.matches("(?s)(P[1-6][ \t\r\n#]|P7\n).*")) {
            return Optional.of(PNM);
        } else if (text.matches("(?s)BM.{4}\0\0\0\0.*")) {
            return Optional.of(BMP);
        }
        return Optional.empty();
    }

    /// The name of a format that is not read, if these first bytes of a file show one: such files often bear the
    /// name of another, `.jpg` above all.
    static Optional<String> foreign(byte[] head) {
        String text = new String(head, 0, Math.min(HEAD, head.length), StandardCharsets.ISO_8859_1);
        if (text.startsWith("ftyp", 4) && text.length() >= 12) {
            return Optional.of(isoMedia(text.substring(8, 12).strip()));
        }
        for (Map.Entry<String, String> signature : FOREIGN.entrySet()) {
            if (text.matches("(?s)(" + signature.getKey() + ").*")) {
                return Optional.of(signature.getValue());
            }
        }
        return Optional.empty();
    }

    /// What the brand in an ISO base media file's first box stands for.
    private static String isoMedia(String brand) {
        return switch (brand) {
            case "avif", "avis" -> "AVIF";
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> "HEIC";
            case "crx" -> "Canon CR3";
            default -> "MPEG-4 (" + Printable.of(brand) + ")";
        };
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
