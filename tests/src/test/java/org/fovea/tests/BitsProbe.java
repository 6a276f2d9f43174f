package org.fovea.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.AdamW;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Examples;
import org.fovea.engine.train.Trainer;
import org.fovea.engine.train.TrainingRun;

/// Trains a small network again and again, unbroken and resumed, and prints the hash of every model file that came of
/// it: one a kind of training, if the bits are always the same. A training takes milliseconds, so that one kernel after
/// the other is compiled between two of them.
final class BitsProbe {
    private static final Shape PICTURE = Shape.of(4, 4, 2);
    private static final int CLASSES = 5;

    private BitsProbe() {}

    /// Widths above a vector's, so that there are whole vectors, and no multiples of it, so that there are rests.
    private static Network network() {
        Geometry same = Geometry.of(3).padding(1).withoutBias();
        return Network.builder("bits", PICTURE)
                .conv2d("conv1", 17, same)
                .batchNorm("bn1")
                .silu("silu1")
                .maxPool("pool1", 2)
                .depthwise("conv2", same)
                .prelu("prelu2")
                .flatten("flat")
                .dense("dense", 37)
                .add("tanh", ActivationLayer.tanh())
                .dropout("drop", 0.2)
                .dense("embedding", 21)
                .l2Normalize("unit")
                .cosine("logits", CLASSES)
                .build(new Xoshiro256(3));
    }

    private static Examples examples(int n) {
        Xoshiro256 random = new Xoshiro256(4);
        Tensor inputs = Tensor.zeros(PICTURE.batch(n));
        int[] labels = new int[n];
        for (int i = 0; i < inputs.size(); i++) {
            inputs.data()[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(CLASSES);
        }
        return Examples.of(inputs, labels);
    }

    private static Trainer trainer(Network network, int examples, int batch) {
        return Trainer.of(network, examples(examples))
                .loss(new CrossEntropy(0.1))
                .optimizer(new AdamW(0.01))
                .clipNorm(0.5)
                .epochs(2)
                .batchSize(batch)
                .seed(5);
    }

    private static String hash(Network network, Path folder) throws IOException, NoSuchAlgorithmException {
        Path model = folder.resolve("model.safetensors");
        ModelFile.write(model, network);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model));
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    private static Network unbroken(int examples, int batch) {
        Network network = network();
        trainer(network, examples, batch).train();
        return network;
    }

    /// The same training, stopped within its second epoch and taken up by another network and optimiser.
    private static Network resumed(int examples, int batch, Path folder) throws IOException {
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        TrainingRun run = trainer(network(), examples, batch).start();
        for (int step = Trainer.stepsPerEpoch(examples, batch) + 1; step > 0; step--) {
            run.step();
        }
        run.save(checkpoint);
        Network network = network();
        trainer(network, examples, batch).resume(checkpoint).finish();
        return network;
    }

    /// @param args the folder to write in; how often each training is run; and what it learns from, such as `18/4`
    ///     for 18 examples in batches of 4
    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        Path folder = Path.of(args[0]);
        int times = Integer.parseInt(args[1]);
        for (String kind : List.of(args).subList(2, args.length)) {
            int slash = kind.indexOf('/');
            int examples = Integer.parseInt(kind.substring(0, slash));
            int batch = Integer.parseInt(kind.substring(slash + 1));
            Set<String> hashes = new TreeSet<>();
            for (int i = 0; i < times; i++) {
                hashes.add(hash(unbroken(examples, batch), folder));
            }
            hashes.add(hash(resumed(examples, batch, folder), folder));
            System.out.println(kind + " " + String.join(" ", hashes));
        }
    }
}
