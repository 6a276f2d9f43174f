package org.fovea.facerec.report;

import java.util.List;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Point;

/// A photograph with the faces that were found drawn into it: a box in green, landmarks as dots, those on the person's
/// right side red, the nose yellow, those on the left blue. Lines are as thick as the photograph is large.
public final class FacePicture {
    private static final float[] GREEN = {0.1f, 0.9f, 0.3f};
    private static final float[] RIGHT = {0.95f, 0.2f, 0.2f};
    private static final float[] NOSE = {1, 0.85f, 0.1f};
    private static final float[] LEFT = {0.2f, 0.45f, 1};
    /// A line is one pixel thick for so many of the photograph's longer side.
    private static final int PIXELS_A_LINE = 320;

    private final Picture picture;
    private final int thickness;

    private FacePicture(Picture picture) {
        this.picture = picture;
        thickness = 1 + Math.max(picture.width(), picture.height()) / PIXELS_A_LINE;
    }

    /// The photograph in colour with these faces drawn into it.
    public static Picture of(Picture photograph, List<DetectedFace> faces) {
        Picture colour = photograph.colour();
        FacePicture drawing = new FacePicture(
                new Picture(colour.width(), colour.height(), 3, colour.data().clone()));
        for (DetectedFace face : faces) {
            drawing.draw(face);
        }
        return drawing.picture;
    }

    private void draw(DetectedFace face) {
        Box box = face.box();
        int left = (int) box.left();
        int top = (int) box.top();
        int right = (int) box.right();
        int bottom = (int) box.bottom();
        fill(left, top, right, top + thickness, GREEN);
        fill(left, bottom - thickness, right, bottom, GREEN);
        fill(left, top, left + thickness, bottom, GREEN);
        fill(right - thickness, top, right, bottom, GREEN);
        dot(face.landmarks().rightEye(), RIGHT);
        dot(face.landmarks().leftEye(), LEFT);
        dot(face.landmarks().nose(), NOSE);
        dot(face.landmarks().rightMouth(), RIGHT);
        dot(face.landmarks().leftMouth(), LEFT);
    }

    private void dot(Point at, float[] colour) {
        int x = (int) Math.round(at.x());
        int y = (int) Math.round(at.y());
        fill(x - thickness, y - thickness, x + thickness + 1, y + thickness + 1, colour);
    }

    /// Fills what of a rectangle lies within the picture; right and bottom are not in it.
    private void fill(int left, int top, int right, int bottom, float[] colour) {
        for (int y = Math.max(0, top); y < Math.min(picture.height(), bottom); y++) {
            for (int x = Math.max(0, left); x < Math.min(picture.width(), right); x++) {
                System.arraycopy(colour, 0, picture.data(), (y * picture.width() + x) * 3, 3);
            }
        }
    }
}
