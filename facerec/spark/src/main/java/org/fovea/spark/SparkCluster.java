package org.fovea.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.network.util.JavaUtils;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.task.Cluster;
import org.fovea.facerec.task.Progress;
import org.fovea.facerec.task.TaskRunner;

/// An Apache Spark cluster. What the command line does not say Spark takes from where it always does: system
/// properties `spark.…`, or what `spark-submit` was told.
public final class SparkCluster implements Cluster {
    private static final String MEMORY = "spark.executor.memory";
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

    /// Java itself, Spark and Fovea's classes, in bytes: an executor that has run a small network.
    private static final long BASE = 300L << 20;

    /// The share of an executor's heap that tasks have: Spark takes 300 MiB and, while nothing is cached, no more.
    private static final double HEADROOM = 1.2;

    @Override
    public TaskRunner connect(Order order, Progress progress, PrintStream remarks) throws IOException {
        SparkConf conf = conf(order);
        remarks.println(memory(conf, order));
        JavaSparkContext spark = new JavaSparkContext(conf);
        try {
            if (!spark.sc().uiWebUrl().isEmpty()) {
                remarks.println("Spark " + spark.version() + " at " + order.master() + " shows the tasks at "
                        + spark.sc().uiWebUrl().get());
            }
            return new SparkRunner(spark, order.folder(), order.results(), progress);
        } catch (IOException | RuntimeException e) {
            spark.close();
            throw e;
        }
    }

    @Override
    public List<FoundPicture> find(String url) throws IOException {
        return SharedFolder.pictures(url, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    }

    private static SparkConf conf(Order order) throws IOException {
        SparkConf conf = new SparkConf()
                .setMaster(order.master())
                .setAppName(order.title())
                // A machine with a full disk or a broken memory gets no third task.
                .setIfMissing("spark.excludeOnFailure.enabled", "true");
        if (!conf.contains("spark.jars")) {
            conf.setJars(jars().toArray(String[]::new));
        }
        String bits = System.getProperty("fovea.vectorBits");
        if (bits != null) {
            conf.set(EXECUTOR_OPTIONS, (conf.get(EXECUTOR_OPTIONS, "") + " -Dfovea.vectorBits=" + bits).strip());
        }
        return conf;
    }

    /// Fovea's jars, which stand beside this one; none where it is run from its classes.
    private static List<String> jars() throws IOException {
        Path own;
        try {
            own = Path.of(SparkCluster.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("Fovea's jar cannot be found", e);
        }
        if (Files.isDirectory(own)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Objects.requireNonNull(own.getParent()))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /// How much memory an executor needs and has, for people. Where nothing was said of it, asks for what is
    /// needed.
    ///
    /// @throws IllegalArgumentException if it has too little for one task
    static String memory(SparkConf conf, Order order) {
        int cores = conf.getInt("spark.executor.cores", 0);
        long one = need(order, 1);
        String told = String.format(
                Locale.ROOT,
                "an executor needs about %d MiB, and %d MiB for each task beyond the first",
                mib(one),
                mib((long) (HEADROOM * order.each())));
        if (!conf.contains(MEMORY)) {
            long asked = Math.max(1L << 30, need(order, Math.max(1, cores)));
            conf.set(MEMORY, mib(asked) + "m");
        }
        long has = JavaUtils.byteStringAsBytes(conf.get(MEMORY));
        if (has < one) {
            throw new IllegalArgumentException(told + ", but " + MEMORY + " is " + conf.get(MEMORY));
        }
        long most = order.each() == 0 ? Integer.MAX_VALUE : 1 + (long) ((has - one) / (HEADROOM * order.each()));
        return told + "; " + MEMORY + " is " + conf.get(MEMORY) + ", enough for " + most + " at a time"
                + (cores > most ? ", but spark.executor.cores is " + cores : "");
    }

    private static long need(Order order, int tasks) {
        return BASE + (long) (HEADROOM * (order.shared() + tasks * order.each()));
    }

    private static long mib(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }
}
