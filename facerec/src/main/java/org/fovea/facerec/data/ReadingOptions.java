package org.fovea.facerec.data;

/// How the files of pictures are read, whatever they are wanted for.
///
/// @param exif whether a picture is turned as its EXIF orientation says, in the way that viewers show it
/// @param maxPixels the most pixels, width × height, that a picture may have; a larger one is refused by what its
///     header says, before anything is decoded
public record ReadingOptions(boolean exif, long maxPixels) {
    /// The usual limit on pixels: photographs of 64-million-pixel cameras pass.
    ///
    /// A colour pixel takes 12 bytes as numbers, 3 or 4 as it is decoded, and up to 4 in the file and for its luma:
    /// of these pictures one at a time fits into a heap of 2 GiB, where 100 million pixels do not.
    public static final long DEFAULT_MAX_PIXELS = 70_000_000;

    private static final ReadingOptions STANDARD = new ReadingOptions(true, DEFAULT_MAX_PIXELS);

    public ReadingOptions {
        if (maxPixels < 1) {
            throw new IllegalArgumentException("a limit of " + maxPixels + " pixels a picture; it must be at least 1");
        }
    }

    /// EXIF orientations applied, at most [#DEFAULT_MAX_PIXELS].
    public static ReadingOptions standard() {
        return STANDARD;
    }

    /// These options, turning pictures as EXIF says or not.
    public ReadingOptions withExif(boolean exif) {
        return new ReadingOptions(exif, maxPixels);
    }

    /// These options with another limit on pixels.
    public ReadingOptions withMaxPixels(long maxPixels) {
        return new ReadingOptions(exif, maxPixels);
    }

    /// Refuses a picture of more pixels than these options allow.
    void check(long width, long height) throws RefusedPictureException {
        // Neither is negative, and a product that overflows is larger than any limit.
        if (Math.multiplyHigh(width, height) != 0 || width * height < 0 || width * height > maxPixels) {
            throw new RefusedPictureException(
                    "of " + width + "×" + height + " pixels; the limit (--max-pixels) is " + maxPixels + " pixels");
        }
    }
}
