package org.fovea.facerec.gaze;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.fovea.facerec.data.Picture;
import org.fovea.gradcam.HeatMap;

/// Covering what a network relied on: the pixels where its map is highest are replaced by noise, so that the next
/// network must use other features ("Face Recognition Network using gradCAM", Baek, Kwon and Jung, Smart Media Journal
/// 12(2), 2023).
///
/// @param share the share of the picture's pixels that is covered, from 0 to 1
public record Cover(double share) {
    public Cover {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of the picture is from 0 to 1, found " + share);
        }
    }

    /// Which pixels are covered: those with the highest values of the map; none where the map is blank.
    public boolean[] mask(HeatMap map) {
        float[] sorted = map.values().clone();
        Arrays.sort(sorted);
        int covered = (int) Math.round(share * sorted.length);
        boolean[] mask = new boolean[sorted.length];
        if (covered == 0) {
            return mask;
        }
        float threshold = sorted[sorted.length - covered];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = map.values()[i] >= threshold && map.values()[i] > 0;
        }
        return mask;
    }

    /// The picture with the masked pixels replaced by normal noise with the mean and the standard deviation of the
    /// channel, within \[0, 1\], each channel apart. Noise like the picture itself keeps a batch's statistics near
    /// those of pictures without covers, on which the network is used.
    ///
    /// @param mask one flag a pixel
    public static Picture withNoise(Picture picture, boolean[] mask, RandomGenerator random) {
        float[] data = picture.data().clone();
        int channels = picture.channels();
        for (int k = 0; k < channels; k++) {
            double sum = 0;
            double squares = 0;
            for (int i = k; i < data.length; i += channels) {
                sum += data[i];
                squares += (double) data[i] * data[i];
            }
            double mean = sum / mask.length;
            double deviation = Math.sqrt(Math.max(0, squares / mask.length - mean * mean));
            for (int pixel = 0; pixel < mask.length; pixel++) {
                if (mask[pixel]) {
                    double noise = mean + deviation * random.nextGaussian();
                    data[pixel * channels + k] = (float) Math.clamp(noise, 0, 1);
                }
            }
        }
        return new Picture(picture.width(), picture.height(), channels, data);
    }
}
