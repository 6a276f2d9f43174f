package org.fovea.facerec.embedding;

import java.util.Map;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.network.OnnxNetwork;

/// A hint whether the camera saw a face or a picture of one, on paper or a screen: MiniFASNet (MiniVision,
/// "Silent-Face-Anti-Spoofing", 2020) as face-antispoof-onnx publishes it. It is used by one thread at a time.
///
/// The network reads the square of 1.5 times the longer side of the face's box, mirrored at the photograph's edges,
/// (3, 128, 128), red, green, blue from 0 to 1, and gives two logits, of a face and of a picture of one; their
/// difference is the hint. It has learned from attacks of one collection (CelebA-Spoof): other cameras, screens,
/// masks and light mislead it both ways. It keeps nobody out who means to come in.
public final class Liveness {
    private static final double CONTEXT = 1.5;
    private static final int SIDE = 128;
    private static final int CHANNELS = 3;

    private final OnnxNetwork network;

    private Liveness(OnnxNetwork network) {
        this.network = network;
    }

    /// A judge of liveness from MiniFASNet's model.
    ///
    /// @param workers the threads that compute
    /// @throws IllegalArgumentException if the model does not read 128×128 pixels or has more than one output
    public static Liveness of(OnnxModel model, Workers workers) {
        OnnxNetwork network = OnnxNetwork.of(model, workers);
        boolean fits = (network.width() < 0 || network.width() == SIDE)
                && (network.height() < 0 || network.height() == SIDE)
                && network.outputs().size() == 1;
        if (!fits) {
            throw new IllegalArgumentException(
                    "a model that reads 3×128×128 and has one output of two logits expected, found " + network);
        }
        return new Liveness(network);
    }

    /// The logit of a face less that of a picture of one: above 0 it looks live, below 0 shown to the camera.
    ///
    /// @throws IllegalArgumentException if the model does not give two logits
    public double hint(Picture photograph, DetectedFace face) {
        Picture square = square(photograph, face.box()).resize(SIDE, SIDE).colour();
        float[] values = new float[CHANNELS * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            for (int c = 0; c < CHANNELS; c++) {
                values[c * SIDE * SIDE + i] = square.data()[CHANNELS * i + c];
            }
        }
        Map<String, OnnxTensor> outputs = network.run(values, CHANNELS, SIDE, SIDE);
        OnnxTensor logits = outputs.values().iterator().next();
        if (logits.count() != 2) {
            throw new IllegalArgumentException(
                    "two logits expected, of a face and of a picture of one; found " + logits);
        }
        return (double) logits.floats()[0] - logits.floats()[1];
    }

    /// The square around a box, mirrored where it reaches beyond the photograph. Of a large photograph, which is to
    /// be shrunk anyway, it is taken when that is done by half or more.
    private static Picture square(Picture photograph, Box box) {
        double side = CONTEXT * Math.max(box.width(), box.height());
        int shrink = (int) (side / (2 * SIDE));
        int width = photograph.width() / Math.max(1, shrink);
        int height = photograph.height() / Math.max(1, shrink);
        if (shrink < 2 || width < 1 || height < 1) {
            return square(photograph, box.centre(), (int) Math.max(1, side));
        }
        return square(photograph.resize(width, height), box.scaled(1.0 / shrink).centre(), (int) (side / shrink));
    }

    private static Picture square(Picture photograph, Point centre, int side) {
        int left = (int) (centre.x() - side / 2.0);
        int top = (int) (centre.y() - side / 2.0);
        int channels = photograph.channels();
        float[] to = new float[side * side * channels];
        for (int y = 0, k = 0; y < side; y++) {
            int row = mirrored(top + y, photograph.height()) * photograph.width();
            for (int x = 0; x < side; x++, k += channels) {
                int from = (row + mirrored(left + x, photograph.width())) * channels;
                System.arraycopy(photograph.data(), from, to, k, channels);
            }
        }
        return new Picture(side, side, channels, to);
    }

    /// A place along an axis reflected at the first and the last pixel until it is one of `count`.
    static int mirrored(int at, int count) {
        if (count == 1) {
            return 0;
        }
        int period = 2 * (count - 1);
        int within = Math.floorMod(at, period);
        return within < count ? within : period - within;
    }
}
