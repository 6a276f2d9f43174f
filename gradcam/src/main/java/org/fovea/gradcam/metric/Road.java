package org.fovea.gradcam.metric;

import java.util.Arrays;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;

/// RemOve And Debias (Rong and others, ICML 2022): pixels are removed in the order of a map and filled in from the
/// others ([NoisyLinearImputer]), without training the network anew.
///
/// **MoRF** removes the most relevant pixels first: the confidence should fall. **LeRF** removes the least relevant
/// first: it should stay. Each is asked at 10 %, 20 % … 90 % of the pixels removed. As pytorch-grad-cam's
/// `ROADCombined` does, the two are put together as (LeRF − MoRF)/2, in the mean over the shares; *large* is good, and
/// a map that knows nothing gets 0.
///
/// As in the paper exactly so many pixels are removed; pixels of one value go in an order drawn by lot ([PixelOrder]).
/// (pytorch-grad-cam compares with a percentile instead, and removes all pixels of one value at once, which for a map
/// that is mostly 0 may be the whole picture.)
///
/// @param removed the shares of pixels removed
/// @param mostRelevantFirst the confidence at each share under MoRF
/// @param leastRelevantFirst the confidence at each share under LeRF
public record Road(double[] removed, double[] mostRelevantFirst, double[] leastRelevantFirst) {
    private static final double[] SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    public Road {
        if (removed.length != mostRelevantFirst.length || removed.length != leastRelevantFirst.length) {
            throw new IllegalArgumentException(removed.length + " shares removed, " + mostRelevantFirst.length + " and "
                    + leastRelevantFirst.length + " confidences");
        }
    }

    /// @param picture (1, H, W, C)
    /// @param map of the picture's height and width; its raw values are ranked
    /// @param imputer what fills in the pixels
    /// @param seed of the noise, and of the order among pixels of one value
    /// @throws IllegalArgumentException if these do not fit together
    public static Road of(Confidence confidence, Tensor picture, HeatMap map, NoisyLinearImputer imputer, long seed) {
        Pictures.check(picture, map);
        Xoshiro256 random = new Xoshiro256(seed);
        int[] descending = PixelOrder.descending(map, seed);
        int[] ascending = PixelOrder.ascending(map, seed);
        Tensor batch = Tensor.zeros(picture.shape().example().batch(2 * SHARES.length));
        for (int i = 0; i < SHARES.length; i++) {
            put(imputer.fill(picture, first(descending, SHARES[i]), random), batch, i);
            put(imputer.fill(picture, first(ascending, SHARES[i]), random), batch, SHARES.length + i);
        }
        double[] answers = confidence.of(batch);
        return new Road(
                SHARES.clone(),
                Arrays.copyOf(answers, SHARES.length),
                Arrays.copyOfRange(answers, SHARES.length, 2 * SHARES.length));
    }

    /// The mean over the shares of (LeRF − MoRF)/2: from −0.5 to 0.5 for a confidence from 0 to 1.
    public double score() {
        double sum = 0;
        for (int i = 0; i < removed.length; i++) {
            sum += (leastRelevantFirst[i] - mostRelevantFirst[i]) / 2;
        }
        return sum / removed.length;
    }

    private static boolean[] first(int[] order, double share) {
        boolean[] removed = new boolean[order.length];
        int count = Math.clamp(Math.round(share * order.length), 0, order.length - 1);
        for (int i = 0; i < count; i++) {
            removed[order[i]] = true;
        }
        return removed;
    }

    private static void put(Tensor picture, Tensor batch, int n) {
        System.arraycopy(picture.data(), 0, batch.data(), n * picture.size(), picture.size());
    }

    @Override
    public String toString() {
        return "ROAD: removed " + Arrays.toString(removed) + ", most relevant first "
                + Arrays.toString(mostRelevantFirst) + ", least relevant first " + Arrays.toString(leastRelevantFirst);
    }
}
