package org.fovea.facerec.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.facerec.alignment.Pose;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;

/// How far a face in a photograph is fit to be compared, measure by measure.
///
/// @param eyes the distance between the eyes in the photograph, in pixels
/// @param sharpness how much of the aligned face's variation is between neighbouring pixels: the mean square of the
///     Laplacian over the variance of the grey values, in the middle of the face
/// @param pose how the head is turned
/// @param visible the share of the face's box that lies within the photograph, 0 to 1
/// @param score how sure the detector is, 0 to 1
public record FaceQuality(double eyes, double sharpness, Pose pose, double visible, double score) {
    /// Fewer pixels between the eyes than this hold too little to tell people apart.
    public static final double LEAST_EYES = 20;

    /// Faces below this are blurred, out of focus or enlarged from a few pixels.
    public static final double LEAST_SHARPNESS = 0.015;

    /// Degrees to either side from which on half of the face is hardly seen.
    public static final double MOST_YAW = 45;

    /// Degrees up or down from which on a face is foreshortened.
    public static final double MOST_PITCH = 35;

    /// A face of which less is within the photograph is cut off.
    public static final double LEAST_VISIBLE = 0.8;

    /// What makes a face unfit to be compared.
    public enum Flaw {
        /// Too few pixels.
        TINY,
        /// Not sharp.
        BLURRED,
        /// Turned to the side, up or down.
        TURNED_AWAY,
        /// Partly outside the photograph.
        CUT_OFF
    }

    /// The quality of a face that was found and aligned.
    public static FaceQuality of(DetectedFace face, Picture aligned, Picture photograph) {
        return new FaceQuality(
                face.landmarks().betweenEyes(),
                sharpness(aligned),
                Pose.of(face.landmarks()),
                face.box().within(photograph.width(), photograph.height()),
                face.score());
    }

    /// 0 for one grey throughout.
    static double sharpness(Picture aligned) {
        Picture grey = aligned.grey();
        int width = grey.width();
        float[] v = grey.data();
        int left = width / 4;
        int top = grey.height() / 4;
        int right = width - left;
        int bottom = grey.height() - top;
        double sum = 0;
        double squares = 0;
        double laplacian = 0;
        int count = 0;
        for (int y = Math.max(1, top); y < Math.min(bottom, grey.height() - 1); y++) {
            for (int x = Math.max(1, left); x < Math.min(right, width - 1); x++) {
                int i = y * width + x;
                double l = v[i - 1] + v[i + 1] + v[i - width] + v[i + width] - 4.0 * v[i];
                laplacian += l * l;
                sum += v[i];
                squares += (double) v[i] * v[i];
                count++;
            }
        }
        double variance = squares - sum * sum / Math.max(1, count);
        return variance > 1e-6 * count ? laplacian / variance : 0;
    }

    /// What is wrong with the face; none for one that is fit to be compared.
    public List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>();
        if (eyes < LEAST_EYES) {
            flaws.add(Flaw.TINY);
        }
        if (sharpness < LEAST_SHARPNESS) {
            flaws.add(Flaw.BLURRED);
        }
        if (Math.abs(pose.yaw()) > MOST_YAW || Math.abs(pose.pitch()) > MOST_PITCH) {
            flaws.add(Flaw.TURNED_AWAY);
        }
        if (visible < LEAST_VISIBLE) {
            flaws.add(Flaw.CUT_OFF);
        }
        return flaws;
    }

    /// The flaws as people read them, with their numbers: `tiny (12 pixels between the eyes; 20 are needed)`.
    public List<String> reasons() {
        return flaws().stream().map(this::reason).toList();
    }

    private String reason(Flaw flaw) {
        return switch (flaw) {
            case TINY -> text("tiny (%.0f pixels between the eyes; %.0f or more are needed)", eyes, LEAST_EYES);
            case BLURRED -> text("blurred (sharpness %.3f; %.3f or more is needed)", sharpness, LEAST_SHARPNESS);
            case TURNED_AWAY ->
                text(
                        "turned away (%.0f° to the side, %.0f° %s; at most %.0f° and %.0f°)",
                        Math.abs(pose.yaw()),
                        Math.abs(pose.pitch()),
                        pose.pitch() < 0 ? "up" : "down",
                        MOST_YAW,
                        MOST_PITCH);
            case CUT_OFF ->
                text(
                        "cut off (%.0f %% of it lie within the photograph; %.0f %% or more are needed)",
                        100 * visible, 100 * LEAST_VISIBLE);
        };
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be this module's only use of its library
    private static String text(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
