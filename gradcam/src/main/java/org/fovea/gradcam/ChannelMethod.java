package org.fovea.gradcam;

import java.util.ArrayList;
import java.util.List;

/// A method that says what each channel of a layer contributes to each cell, T\[i, j, k\]; its map is the sum over the
/// channels: map\[i, j\] = Σ over k of T\[i, j, k\].
public abstract class ChannelMethod implements MapMethod {
    private final About about;

    protected ChannelMethod(About about) {
        this.about = about;
    }

    @Override
    public final About about() {
        return about;
    }

    /// The subject that [#terms(Subject, int)] is to be asked about: this one, unless the method asks another
    /// question about the same pictures. Called once for all of them.
    public Subject prepare(Subject subject) {
        return subject;
    }

    /// T: what each channel contributes to each cell of one picture's map, (cells, channels), channels last.
    public abstract double[] terms(Subject subject, int picture);

    @Override
    public List<HeatMap> maps(Subject subject) {
        Subject asked = prepare(subject);
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < asked.size(); n++) {
            maps.add(asked.map(n, title(), sumOverChannels(terms(asked, n), asked.channels())));
        }
        return maps;
    }

    /// Σ over the channels of terms (cells, channels).
    public static float[] sumOverChannels(double[] terms, int channels) {
        float[] map = new float[terms.length / channels];
        for (int cell = 0; cell < map.length; cell++) {
            double sum = 0;
            for (int k = 0; k < channels; k++) {
                sum += terms[cell * channels + k];
            }
            map[cell] = (float) sum;
        }
        return map;
    }
}
