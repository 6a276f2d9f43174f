package org.fovea.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.facerec.cli.Main;

/// What `spark-submit` runs: the command `fovea` with the arguments behind it, on the cluster that `spark-submit` was
/// told.
public final class FoveaOnSpark {
    private FoveaOnSpark() {}

    public static void main(String[] args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        String master = System.getProperty("spark.master");
        if (master != null && !all.contains("--spark")) {
            all.addAll(List.of("--spark", master));
        }
        int exit = Main.execute(all.toArray(String[]::new));
        if (exit != 0) {
            System.exit(exit);
        }
    }
}
