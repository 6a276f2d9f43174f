package org.fovea.facerec.data;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which part of a picture to keep before it is brought to its size. Its text is what [#parse] reads.
public sealed interface Crop {
    /// The whole picture; it is stretched where its proportions are not those of the size asked for.
    record Whole() implements Crop {
        @Override
        public String toString() {
            return "whole";
        }
    }

    /// The largest rectangle in the middle with the proportions of the size asked for, then `share` of it (0 to
    /// 1) in each direction.
    record Centre(double share) implements Crop {
        public Centre {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "a centre crop keeps a share above 0 and at most 1 of the picture, not " + share);
            }
        }

        @Override
        public String toString() {
            return share == 1 ? "centre" : "centre:" + share;
        }
    }

    /// The rectangle of `width × height` pixels with its top left at (`left`, `top`); it must lie in every
    /// picture.
    record Rectangle(int left, int top, int width, int height) implements Crop {
        public Rectangle {
            if (left < 0 || top < 0 || width < 1 || height < 1) {
                throw new IllegalArgumentException("a crop at (" + left + ", " + top + ") of " + width + "×" + height
                        + " pixels; left and top must be 0 or more, width and height at least 1");
            }
        }

        @Override
        public String toString() {
            return left + "," + top + "," + width + "," + height;
        }
    }

    /// Reads a crop as it is written on a command line: `whole`, `centre`, `centre:0.6`, or
    /// `left,top,width,height` in pixels.
    ///
    /// @throws IllegalArgumentException if it is none of these
    static Crop parse(String text) {
        String crop = text.strip().toLowerCase(Locale.ROOT);
        if (crop.equals("whole")) {
            return new Whole();
        }
        Matcher centre =
                Pattern.compile("(?:centre|center)(?::(\\d*\\.?\\d+))?").matcher(crop);
        if (centre.matches()) {
            return new Centre(centre.group(1) == null ? 1 : Double.parseDouble(centre.group(1)));
        }
        Matcher box =
                Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9}),(\\d{1,9})").matcher(crop);
        if (box.matches()) {
            return new Rectangle(
                    Integer.parseInt(box.group(1)),
                    Integer.parseInt(box.group(2)),
                    Integer.parseInt(box.group(3)),
                    Integer.parseInt(box.group(4)));
        }
        throw new IllegalArgumentException("the crop \"" + text
                + "\" is none of: whole, centre, centre:SHARE (such as centre:0.6), LEFT,TOP,WIDTH,HEIGHT");
    }

    /// Cuts this part out of `picture`, for pictures that will become `width × height` pixels; 0 × 0 when they
    /// keep the size they have.
    ///
    /// @throws IllegalArgumentException if a [Rectangle] is not inside the picture
    default Picture cut(Picture picture, int width, int height) {
        return switch (this) {
            case Whole() -> picture;
            case Rectangle(int left, int top, int w, int h) -> picture.crop(left, top, w, h);
            case Centre(double share) -> {
                double proportion = width == 0 ? (double) picture.width() / picture.height() : (double) width / height;
                double across = Math.min(picture.width(), picture.height() * proportion) * share;
                int w = Math.clamp(Math.round(across), 1, picture.width());
                int h = Math.clamp(Math.round(across / proportion), 1, picture.height());
                yield picture.crop((picture.width() - w) / 2, (picture.height() - h) / 2, w, h);
            }
        };
    }
}
