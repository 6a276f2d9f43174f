package org.fovea.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Identification;
import org.fovea.facerec.gallery.ModelIdentity;
import org.fovea.facerec.gallery.Picture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A search in a gallery of one picture a person, from the embedding to the ranked candidates; quantiles over the
/// searches.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Xmx3g"})
public class GalleryIdentify {
    private static final int CANDIDATES = 5;
    private static final int BATCH = 16;

    @Param({"100000", "1000000"})
    public int people;

    @Param("128")
    public int length;

    @Param("1")
    public int threads;

    private Path folder;
    private Workers workers;
    private Gallery gallery;
    private float[][] probes = {};
    private int next;

    @Setup
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("fovea-gallery");
        var random = new Xoshiro256(1);
        long began = System.nanoTime();
        try (Gallery made = Gallery.create(folder, new ModelIdentity("random", "random", length))) {
            made.addAll(sink -> {
                for (int i = 0; i < people; i++) {
                    sink.accept(new Picture(String.format("%08d", i), "Person " + i, draw(random)));
                }
            });
        }
        long written = System.nanoTime();
        workers = new Workers(threads);
        gallery = Gallery.open(folder, true, workers);
        System.out.printf(
                "%n%d people: written in %.1f s, opened in %.1f s, %d bytes%n",
                people,
                (written - began) / 1e9,
                (System.nanoTime() - written) / 1e9,
                Files.size(folder.resolve("gallery.mv")));
        probes = new float[BATCH][];
        for (int i = 0; i < BATCH; i++) {
            probes[i] = draw(random);
        }
    }

    private float[] draw(Xoshiro256 random) {
        float[] embedding = new float[length];
        for (int i = 0; i < length; i++) {
            embedding[i] = (float) random.nextGaussian();
        }
        return embedding;
    }

    @TearDown
    public void close() throws IOException {
        gallery.close();
        workers.close();
        Files.delete(folder.resolve("gallery.mv"));
        Files.delete(folder.resolve("lock"));
        Files.delete(folder);
    }

    /// One probe.
    @Benchmark
    public Identification one() {
        next = (next + 1) % BATCH;
        return gallery.identify(probes[next], CANDIDATES);
    }

    /// Sixteen probes at once; the time is that of all of them.
    @Benchmark
    public List<Identification> sixteen() {
        return gallery.identify(probes, CANDIDATES);
    }
}
