package org.fovea.facerec.detection;

import java.util.Comparator;
import java.util.List;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.network.OnnxNetwork;

/// A detector of faces: YuNet (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence
/// Research 20, 2023) from an ONNX file. It is used by one thread at a time.
///
/// **What is searched.** YuNet knows faces from about 10 to 300 pixels across. A picture whose longer side is above
/// [DetectorSettings#longestSide()], or one that a model of fixed extents cannot hold, is shrunk to that, each new
/// pixel the mean of those it covers; smaller ones are searched as they are, never enlarged. So of a photograph of
/// 4000 pixels faces above 60 are found, with 640 pixels to search. If nothing is found in more than 320 pixels, the
/// picture is searched once more at 320, where a face that fills it is of a size YuNet knows.
///
/// **The rest** is as OpenCV's `FaceDetectorYN` does it: blue, green, red from 0 to 255, padded with black at the right
/// and below to a multiple of 32 (or to the model's fixed extents), the outputs read by [YunetOutputs], one box a face
/// kept by [Suppression].
public final class FaceDetector {
    private static final int CLOSE = 320;

    private final OnnxNetwork network;
    private final DetectorSettings settings;

    private FaceDetector(OnnxNetwork network, DetectorSettings settings) {
        this.network = network;
        this.settings = settings;
    }

    /// A detector from YuNet's model.
    ///
    /// @param workers the threads that compute
    /// @throws IllegalArgumentException if the model is not YuNet: it does not read a picture, or an output is
    ///     missing
    public static FaceDetector of(OnnxModel model, DetectorSettings settings, Workers workers) {
        return of(OnnxNetwork.of(model, workers), settings);
    }

    /// A detector from YuNet as a network.
    ///
    /// @throws IllegalArgumentException if it is not YuNet: an output is missing
    public static FaceDetector of(OnnxNetwork network, DetectorSettings settings) {
        YunetOutputs.check(network.outputs(), network.toString());
        return new FaceDetector(network, settings);
    }

    /// The faces of a picture, from left to right.
    public List<DetectedFace> detect(Picture picture) {
        int side = Math.max(picture.width(), picture.height());
        int first = Math.min(side, settings.longestSide());
        List<DetectedFace> faces = detect(picture, first);
        return faces.isEmpty() && first > CLOSE ? detect(picture, CLOSE) : faces;
    }

    /// The faces of a picture that is searched at `longest` pixels or less.
    private List<DetectedFace> detect(Picture picture, int longest) {
        double scale = Math.min(1, (double) longest / Math.max(picture.width(), picture.height()));
        if (network.width() > 0 && network.height() > 0) {
            scale = Math.min(
                    scale,
                    Math.min((double) network.width() / picture.width(), (double) network.height() / picture.height()));
        }
        int width = (int) Math.max(1, Math.round(scale * picture.width()));
        int height = (int) Math.max(1, Math.round(scale * picture.height()));
        YunetInput input = YunetInput.of(picture.colour().resize(width, height), network.width(), network.height());
        List<DetectedFace> candidates = YunetOutputs.decode(
                network.run(input.values(), 3, input.height(), input.width()),
                input.width(),
                input.height(),
                settings.score());
        double enlarge = (double) Math.max(picture.width(), picture.height()) / Math.max(width, height);
        return Suppression.of(candidates, settings.overlap(), settings.most()).stream()
                .map(face -> enlarge == 1 ? face : face.scaled(enlarge))
                .sorted(Comparator.comparingDouble(face -> face.box().left()))
                .toList();
    }

    @Override
    public String toString() {
        return "YuNet " + network;
    }
}
