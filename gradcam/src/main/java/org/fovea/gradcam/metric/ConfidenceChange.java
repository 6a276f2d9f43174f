package org.fovea.gradcam.metric;

import java.util.List;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;

/// What is left of a network's confidence when it sees only what the map marks (Chattopadhay, Sarkar, Howlader and
/// Balasubramanian, "Grad-CAM++", WACV 2018): the picture multiplied, pixel by pixel, by the map scaled to \[0, 1\].
///
/// With the confidence Y in the whole picture and O in the masked one, over N pictures:
///
/// - average drop = (1/N) Σ max(0, Y − O)/Y; *small* is good;
/// - average increase = (1/N) Σ \[Y < O\]; *large* is good.
///
/// The paper gives both in per cent. A map that marks everything drops nothing, so neither figure is a judgement alone.
///
/// @param whole Y
/// @param masked O
public record ConfidenceChange(double whole, double masked) {
    /// @param picture (1, H, W, C), multiplied as the network reads it
    /// @param map of the picture's height and width; its positive part is scaled to \[0, 1\]
    /// @throws IllegalArgumentException if these do not fit together, or a value of the map is not finite
    public static ConfidenceChange of(Confidence confidence, Tensor picture, HeatMap map) {
        Pictures.check(picture, map);
        Pictures.checkFinite(map);
        float[] mask = Scaling.toUnit(map.positive()).values();
        int channels = picture.shape().channels();
        int each = picture.size();
        Tensor batch = Tensor.zeros(picture.shape().example().batch(2));
        System.arraycopy(picture.data(), 0, batch.data(), 0, each);
        for (int i = 0; i < each; i++) {
            batch.data()[each + i] = picture.data()[i] * mask[i / channels];
        }
        double[] answers = confidence.of(batch);
        return new ConfidenceChange(answers[0], answers[1]);
    }

    /// max(0, Y − O)/Y, from 0 to 1; 0 where Y is 0.
    public double drop() {
        return whole == 0 ? 0 : Math.max(0, whole - masked) / whole;
    }

    /// Whether the network is surer of the masked picture.
    public boolean increased() {
        return whole < masked;
    }

    /// The mean of the drops, from 0 to 1.
    ///
    /// @throws IllegalArgumentException if there is no picture
    public static double averageDrop(List<ConfidenceChange> changes) {
        return changes.stream()
                .mapToDouble(ConfidenceChange::drop)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("an average over no picture"));
    }

    /// The share of pictures with an increase, from 0 to 1.
    ///
    /// @throws IllegalArgumentException if there is no picture
    public static double averageIncrease(List<ConfidenceChange> changes) {
        return changes.stream()
                .mapToDouble(change -> change.increased() ? 1 : 0)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("an average over no picture"));
    }
}
