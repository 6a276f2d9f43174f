package org.fovea.facerec.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fovea.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Tells which kernels run, how wide the vectors are, and on what machine.",
        footer = {"", "Example: fovea info --json"})
final class InfoCommand implements Callable<Integer> {
    @Mixin
    private RunOptions run;

    @Override
    public Integer call() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernels", Engine.kernels());
        facts.put("because", Engine.kernelsReason());
        facts.put("threads", Integer.toString(run.workers().threads()));
        facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("java home", System.getProperty("java.home"));
        facts.put(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors");
        facts.put("memory", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB for Java");
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(String.format("%-10s %s%n", name, value)));
        run.print(facts, text.toString());
        return 0;
    }
}
