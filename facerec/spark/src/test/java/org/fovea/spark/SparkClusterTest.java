package org.fovea.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;
import org.fovea.facerec.task.Cluster;
import org.junit.jupiter.api.Test;

class SparkClusterTest {
    private static final long MIB = 1 << 20;

    private static Cluster.Order order(long shared, long each) {
        return new Cluster.Order("a run", "local[2]", "/shared", Path.of("/shared"), shared * MIB, each * MIB);
    }

    @Test
    void tellsTheMemoryBeforehandAndAsksForIt() {
        SparkConf conf = new SparkConf(false).set("spark.executor.cores", "4");
        String told = SparkCluster.memory(conf, order(100, 500));
        assertTrue(
                told.startsWith("an executor needs about 1020 MiB, and 600 MiB for each task beyond the first"), told);
        assertEquals("2820m", conf.get("spark.executor.memory"));
        assertTrue(told.endsWith("enough for 4 at a time"), told);
    }

    @Test
    void saysWhereThereIsTooLittleForAllCores() {
        SparkConf conf = new SparkConf(false).set("spark.executor.cores", "4").set("spark.executor.memory", "1700m");
        String told = SparkCluster.memory(conf, order(100, 500));
        assertTrue(told.endsWith("enough for 2 at a time, but spark.executor.cores is 4"), told);
    }

    @Test
    void refusesTooLittleForOneTask() {
        SparkConf conf = new SparkConf(false).set("spark.executor.memory", "1g");
        String message = assertThrows(IllegalArgumentException.class, () -> SparkCluster.memory(conf, order(100, 600)))
                .getMessage();
        assertTrue(message.contains("1140 MiB") && message.contains("1g"), message);
    }

    /// Java 25 has no sun.security.action, and would say so at each start.
    @Test
    void theLauncherGivesTheOptionsOfSpark() throws IOException {
        List<String> options = Files.readAllLines(Path.of("src/launcher/java-options"));
        for (String option : Set.of(JavaModuleOptions.defaultModuleOptions().split(" "))) {
            assertTrue(options.contains(option) || option.contains("sun.security.action"), option);
        }
    }
}
