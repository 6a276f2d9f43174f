package org.fovea.tests.lessons;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.Npy;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Derivation;

/// A network of a worksheet that is worked out by hand, with its input, as its files hold them.
///
/// @param input (1, H, W, C)
record HandSheet(Network network, Tensor input) {
    static HandSheet read(String name) throws IOException {
        Path folder = Lesson.docs().resolve("worksheets");
        Network network = ModelFile.read(folder.resolve(name + ".safetensors"));
        Tensor printed = Npy.read(folder.resolve(name + ".npy")).tensor();
        int channels = printed.shape().extent(1);
        int side = printed.shape().extent(2);
        Tensor input = Tensor.zeros(1, side, side, channels);
        for (int cell = 0; cell < side * side; cell++) {
            for (int k = 0; k < channels; k++) {
                input.data()[cell * channels + k] = printed.data()[k * side * side + cell];
            }
        }
        return new HandSheet(network, input);
    }

    Subject subject(int c) {
        return Subject.of(network, input, Targets.logit(c)).layer("relu");
    }

    Derivation derivation(int c) {
        return Lesson.derivation(subject(c));
    }

    float[] map(MapMethod method, int c) {
        return method.maps(subject(c)).getFirst().values();
    }

    double logit(int c) {
        return subject(c).scores()[0];
    }

    /// One channel of an array whose channels are last.
    static float[] channel(float[] values, int k, int channels) {
        float[] channel = new float[values.length / channels];
        for (int i = 0; i < channel.length; i++) {
            channel[i] = values[i * channels + k];
        }
        return channel;
    }

    /// Holds that a page prints the feature maps and the gradients for a class.
    ///
    /// @param maps the headings of the feature maps; none where they were held before
    /// @param gradients the headings of the gradients
    void printed(PrintedPage page, List<String> maps, List<String> gradients, int c) {
        Derivation d = derivation(c);
        for (int k = 0; k < maps.size(); k++) {
            page.shows(maps.get(k), d.height(), d.width(), 1, channel(d.activation(), k, d.channels()));
        }
        for (int k = 0; k < gradients.size(); k++) {
            page.shows(gradients.get(k), d.height(), d.width(), 1, channel(d.gradient(), k, d.channels()));
        }
    }

    @Override
    public String toString() {
        return network + " on " + input.shape();
    }
}
