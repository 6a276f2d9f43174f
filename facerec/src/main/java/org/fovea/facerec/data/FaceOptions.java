package org.fovea.facerec.data;

/// How pictures of faces are brought to one form: cropped, then made grey or colour, then resized.
///
/// @param width pixels across of every picture; 0, with height 0, keeps the size that all pictures share
/// @param height pixels down of every picture; 0, with width 0, keeps the size that all pictures share
/// @param channels 1 for grey, 3 for colour
/// @param crop which part of a picture to keep
/// @param minimumPictures people with fewer readable pictures are left out
/// @param reading how the files are read
public record FaceOptions(int width, int height, int channels, Crop crop, int minimumPictures, ReadingOptions reading) {
    public FaceOptions {
        if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
            throw new IllegalArgumentException("a size of " + width + "×" + height
                    + " pixels; both must be at least 1, or both 0 to keep the pictures' own");
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(channels + " channels asked for; 1 (grey) or 3 (colour)");
        }
        if (minimumPictures < 1) {
            throw new IllegalArgumentException("at least " + minimumPictures + " pictures a person; must be 1 or more");
        }
    }

    /// Grey, at the pictures' own size, everyone.
    public static FaceOptions grey() {
        return new FaceOptions(0, 0, 1, new Crop.Centre(1), 1, ReadingOptions.standard());
    }

    /// Colour, at the pictures' own size, everyone.
    public static FaceOptions colour() {
        return new FaceOptions(0, 0, 3, new Crop.Centre(1), 1, ReadingOptions.standard());
    }

    /// These options with pictures of `width × height` pixels.
    public FaceOptions withSize(int width, int height) {
        return new FaceOptions(width, height, channels, crop, minimumPictures, reading);
    }

    /// These options with another crop.
    public FaceOptions withCrop(Crop crop) {
        return new FaceOptions(width, height, channels, crop, minimumPictures, reading);
    }

    /// These options, leaving out people with fewer pictures than this.
    public FaceOptions withMinimumPictures(int minimumPictures) {
        return new FaceOptions(width, height, channels, crop, minimumPictures, reading);
    }

    /// These options, reading files in another way.
    public FaceOptions withReading(ReadingOptions reading) {
        return new FaceOptions(width, height, channels, crop, minimumPictures, reading);
    }

    /// One picture brought to the form these options describe.
    ///
    /// @throws IllegalArgumentException if the crop is not inside the picture
    public Picture apply(Picture picture) {
        Picture cut = crop.cut(picture, width, height).withChannels(channels);
        return width == 0 ? cut : cut.resize(width, height);
    }
}
