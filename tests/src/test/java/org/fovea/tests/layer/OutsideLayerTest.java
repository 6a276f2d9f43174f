package org.fovea.tests.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Sgd;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A layer from outside the engine, with a parameter and threads of its own, is as good as the engine's: it learns, its
/// gradients are right, and a model file gives it back.
class OutsideLayerTest {
    private static final int BATCH = 8;
    /// More values than one piece takes, so that threads share them.
    private static final Shape PICTURE = Shape.of(16, 16, 3);

    private static Network network() {
        return Network.builder("scaled", PICTURE)
                .conv2d("conv", 16, Geometry.of(3).padding(1))
                .add("scale", new Scale(16))
                .relu("relu")
                .sum("sum", "relu", "conv") // a second reader of what the layer reads
                .globalAveragePool("gap")
                .dense("logits", 2)
                .build(new Xoshiro256(1));
    }

    private static Tensor pictures() {
        Tensor x = Tensor.zeros(PICTURE.batch(BATCH));
        Xoshiro256 random = new Xoshiro256(2);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static Target loss() {
        return new CrossEntropy().of(new int[] {0, 1, 0, 1, 0, 1, 0, 1});
    }

    private static double step(Trace trace, Sgd sgd, Workers workers) {
        double loss = trace.forward(pictures()).backward(loss(), Reach.PARAMETERS);
        sgd.step(trace, 0.3, 1, workers);
        trace.updateStatistics();
        return loss;
    }

    private static Network trained(int threads) {
        Network network = network();
        try (Workers workers = new Workers(threads)) {
            Trace trace = network.trainingTrace(BATCH, new Xoshiro256(3), workers);
            Sgd sgd = new Sgd(0.9, false, 0);
            double first = step(trace, sgd, workers);
            double last = first;
            for (int i = 0; i < 60; i++) {
                last = step(trace, sgd, workers);
            }
            assertTrue(last < first / 2, "the loss falls from " + first + ", found " + last);
        }
        return network;
    }

    private static Parameter scale(Network network) {
        return network.parameters().get("scale.scale");
    }

    @Test
    void itLearnsTheSameOnAnyNumberOfThreads() {
        Network one = trained(1);
        Network two = trained(2);
        assertNotEquals(1, scale(one).value().data()[0], "it began at 1");
        one.parameters()
                .forEach((name, p) -> assertArrayEquals(
                        p.value().data(), two.parameters().get(name).value().data(), name));
    }

    @Test
    void itsGradientsAreTheDifferences() {
        Network network = Network.builder("alone", Shape.of(2, 2, 3))
                .add("scale", new Scale(3))
                .sum("sum", "scale", "input") // whose share of dx is there before the layer's
                .build();
        System.arraycopy(new float[] {0.5f, -2, 3}, 0, scale(network).value().data(), 0, 3);
        Tensor x = Tensor.zeros(1, 2, 2, 3);
        for (int i = 0; i < 12; i++) {
            x.data()[i] = i - 5;
        }
        Target squares = (y, dy) -> {
            double sum = 0;
            for (int i = 0; i < y.size(); i++) {
                dy.data()[i] = y.data()[i];
                sum += 0.5 * y.data()[i] * y.data()[i];
            }
            return sum;
        };
        Trace trace = network.forward(x);
        trace.backward(squares);
        float[] dx = trace.gradient("input").data().clone();
        float[] ds = trace.gradient(scale(network)).data().clone();
        assertArrayEquals(differences(network, x, x.data(), squares), dx, 0.02f);
        assertArrayEquals(differences(network, x, scale(network).value().data(), squares), ds, 0.02f);
    }

    /// (Y(v + h) − Y(v − h)) / 2h for every value of `varied`. Y is a polynomial of degree 2 in each, so a large h
    /// makes no error but rounding.
    private static float[] differences(Network network, Tensor x, float[] varied, Target target) {
        float[] found = new float[varied.length];
        for (int i = 0; i < varied.length; i++) {
            float before = varied[i];
            varied[i] = before + 0.25f;
            double above = network.forward(x).backward(target);
            varied[i] = before - 0.25f;
            double below = network.forward(x).backward(target);
            varied[i] = before;
            found[i] = (float) ((above - below) / 0.5);
        }
        return found;
    }

    @Test
    void aModelFileGivesItBack(@TempDir Path folder) throws IOException {
        Network network = trained(2);
        Path file = folder.resolve("scaled.safetensors");
        ModelFile.write(file, network);
        Network read = ModelFile.read(file);
        assertEquals(Scale.class, read.node("scale").layer().getClass());
        assertArrayEquals(scale(network).value().data(), scale(read).value().data());
        float[] expected = network.forward(pictures()).output().data();
        assertArrayEquals(expected, read.forward(pictures()).output().data());
        assertArrayEquals(expected, network.copy().forward(pictures()).output().data());
        assertArrayEquals(
                expected,
                read.predictor(BATCH, Workers.common()).predict(pictures()).data(),
                1e-5f);
    }

    /// The example on the page of the package `layer` is taken from here.
    @Test
    void thePackagePageShowsThisLayer() throws IOException {
        String source = Files.readString(
                        Repository.root().resolve("tests/src/test/java/org/fovea/tests/layer/Scale.java"))
                .replaceAll("(private static|private) |@Override\\s*", "")
                .replaceAll("\\s+", "");
        List<String> page = Files.readAllLines(
                Repository.root().resolve("engine/src/main/java/org/fovea/engine/layer/package-info.java"));
        List<String> example = page.stream()
                .map(line -> line.replaceFirst("^///", ""))
                .dropWhile(line -> !line.contains("class Scale "))
                .takeWhile(line -> !line.contains("```"))
                .map(line -> line.replaceAll("@Override|(private static|private) |\\s*//.*", ""))
                .map(line -> line.replaceAll("\\s+", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        assertTrue(example.size() > 20, "lines of the example: " + example.size());
        for (String line : example) {
            assertTrue(source.contains(line), "not in Scale.java: " + line);
        }
    }
}
