package org.fovea.facerec.faithfulness;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Resize;
import org.fovea.gradcam.metric.Baseline;
import org.fovea.gradcam.metric.Confidence;
import org.fovea.gradcam.metric.ConfidenceChange;
import org.fovea.gradcam.metric.NoisyLinearImputer;
import org.fovea.gradcam.metric.PixelCurve;
import org.fovea.gradcam.metric.PointingGame;
import org.fovea.gradcam.metric.Road;
import org.fovea.gradcam.metric.Sparseness;
import org.jspecify.annotations.Nullable;

/// One map's figures, or the mean of many. NaN where there is no answer: the first two without a mask.
///
/// @param pointing whether the highest pixel lies in the mask, [PointingGame#hit]
/// @param energy the share of the map inside the mask, [PointingGame#energy]
/// @param deletion the area under the deletion curve, baseline [Baseline#ZERO]
/// @param insertion the area under the insertion curve, baseline [Baseline#BLUR]
/// @param road [Road#score]
/// @param drop [ConfidenceChange#drop]
/// @param increase 1 if the confidence increased, else 0
/// @param gini [Sparseness#gini]
/// @param hoyer [Sparseness#hoyer]
public record PictureScores(
        double pointing,
        double energy,
        double deletion,
        double insertion,
        double road,
        double drop,
        double increase,
        double gini,
        double hoyer) {
    /// What the paper on ROAD and its code add to imputed pixels.
    private static final NoisyLinearImputer IMPUTER = new NoisyLinearImputer(0.01);

    /// The tolerance of the pointing game: this share of the picture's width, about what its paper allows (15
    /// pixels of 224).
    private static final double TOLERANCE = 1.0 / 16;

    /// @param confidence in the person whose evidence the map shows
    /// @param picture (1, H, W, C)
    /// @param raw the map, of any size
    /// @param mask where the evidence must lie; null if that is not known
    /// @param steps of the deletion and insertion curves
    static PictureScores of(
            Confidence confidence, Tensor picture, HeatMap raw, boolean @Nullable [] mask, int steps, long seed) {
        HeatMap map =
                Resize.bilinear(raw, picture.shape().extent(1), picture.shape().extent(2));
        ConfidenceChange change = ConfidenceChange.of(confidence, picture, map);
        return new PictureScores(
                mask == null ? Double.NaN : PointingGame.hit(map, mask, TOLERANCE * map.width()),
                mask == null ? Double.NaN : PointingGame.energy(map, mask),
                PixelCurve.deletion(confidence, picture, map, Baseline.ZERO, steps, seed)
                        .area(),
                PixelCurve.insertion(confidence, picture, map, Baseline.BLUR, steps, seed)
                        .area(),
                Road.of(confidence, picture, map, IMPUTER, seed).score(),
                change.drop(),
                change.increased() ? 1 : 0,
                Sparseness.gini(map.positive()),
                Sparseness.hoyer(map.positive()));
    }

    /// Each figure's mean over the maps for which it is a number.
    static PictureScores mean(List<PictureScores> scores) {
        return new PictureScores(
                mean(scores, PictureScores::pointing),
                mean(scores, PictureScores::energy),
                mean(scores, PictureScores::deletion),
                mean(scores, PictureScores::insertion),
                mean(scores, PictureScores::road),
                mean(scores, PictureScores::drop),
                mean(scores, PictureScores::increase),
                mean(scores, PictureScores::gini),
                mean(scores, PictureScores::hoyer));
    }

    private static double mean(List<PictureScores> scores, ToDoubleFunction<PictureScores> figure) {
        return scores.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
