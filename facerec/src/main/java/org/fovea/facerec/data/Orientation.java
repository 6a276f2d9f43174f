package org.fovea.facerec.data;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.png.PngChunk;
import com.drew.imaging.png.PngChunkReader;
import com.drew.imaging.png.PngChunkType;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.StreamReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/// How stored pixels are turned to be shown, one of the eight values of EXIF's tag 0x0112 (EXIF 2.32, 4.6.4 A): stored
/// pixel (x, y) of a picture of w × h becomes pixel `first(y) + x · step` of the picture shown, counted row by row.
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_RIGHT(true, false, true),
    TRANSVERSE(true, true, true),
    TURNED_LEFT(true, true, false);

    private final boolean swaps;
    private final boolean reversesRows;
    private final boolean reversesColumns;

    /// @param swaps whether stored rows become columns
    /// @param reversesRows whether each stored row is shown from its end
    /// @param reversesColumns whether each stored column is shown from its end
    Orientation(boolean swaps, boolean reversesRows, boolean reversesColumns) {
        this.swaps = swaps;
        this.reversesRows = reversesRows;
        this.reversesColumns = reversesColumns;
    }

    /// What a file says of its picture; upright where it says nothing, or nothing that can be read.
    static Orientation of(PictureFormat format, byte[] bytes) {
        try {
            var in = new ByteArrayInputStream(bytes);
            return switch (format) {
                case JPEG -> of(JpegMetadataReader.readMetadata(in, List.of(new ExifReader())));
                case PNG -> of(pngMetadata(in));
                case PNM, GIF, BMP -> UPRIGHT;
            };
        } catch (ImageProcessingException | IOException | RuntimeException damaged) {
            return UPRIGHT; // as other readers have it: the pixels may be fine all the same
        }
    }

    /// The EXIF of a PNG file. The library's own reader would inflate all texts and profiles, which may be a
    /// thousand times as large as the file.
    private static Metadata pngMetadata(InputStream in) throws ImageProcessingException, IOException {
        var metadata = new Metadata();
        for (PngChunk chunk : new PngChunkReader().extract(new StreamReader(in), Set.of(PngChunkType.eXIf))) {
            new ExifReader().extract(new ByteArrayReader(chunk.getBytes()), metadata);
        }
        return metadata;
    }

    private static Orientation of(Metadata metadata) {
        for (var directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
            Integer value = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            if (value != null && value >= 1 && value <= values().length) {
                return values()[value - 1];
            }
        }
        return UPRIGHT;
    }

    /// The width shown of a picture stored as `width × height`.
    int width(int width, int height) {
        return swaps ? height : width;
    }

    /// The height shown of a picture stored as `width × height`.
    int height(int width, int height) {
        return swaps ? width : height;
    }

    /// Where the first pixel of stored row `y` is shown.
    int first(int y, int width, int height) {
        int row = reversesColumns ? height - 1 - y : y;
        int column = reversesRows ? width - 1 : 0;
        return swaps ? column * height + row : row * width + column;
    }

    /// How far apart two neighbours of a stored row are shown.
    int step(int height) {
        int step = swaps ? height : 1;
        return reversesRows ? -step : step;
    }
}
