package org.fovea.facerec.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.fovea.facerec.data.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "image",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Makes a folder with Fovea and what it needs of the JDK, which runs where no Java is installed.",
        footer = {
            "",
            "The folder holds runtime (the JDK's modules that Fovea needs, linked for this",
            "system and processor), lib (Fovea's jars), and the programs fovea and fovea.cmd.",
            "It may be moved and copied.",
            "",
            "Example: fovea image fovea-image/"
        })
final class ImageCommand implements Callable<Integer> {
    /// Fovea's kernels ask for it where it is there, so nothing names it as needed.
    private static final String VECTORS = "jdk.incubator.vector";

    @Parameters(paramLabel = "DIR", description = "The folder to make; it must not be there, or be empty.")
    private Path output;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        List<ModuleReference> libraries = libraries();
        checkOutput();
        Path lib = Files.createDirectories(output.resolve("lib"));
        for (ModuleReference library : libraries) {
            Files.copy(
                    jar(library),
                    lib.resolve(Objects.requireNonNull(jar(library).getFileName())));
        }
        Set<String> modules = modules(libraries);
        run.remarks().println("linking " + String.join(", ", modules));
        tool(
                "jlink",
                "--add-modules",
                String.join(",", modules),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-6",
                "--output",
                output.resolve("runtime").toString());
        for (String program : List.of("fovea", "fovea.cmd")) {
            write(program);
        }
        report(modules);
        return 0;
    }

    /// The modules that this command runs with and that are no part of the JDK.
    private static List<ModuleReference> libraries() throws IOException {
        List<ModuleReference> libraries = ModuleLayer.boot().configuration().modules().stream()
                .map(ResolvedModule::reference)
                .filter(module -> module.location()
                        .filter(at -> at.getScheme().equals("file"))
                        .isPresent())
                .sorted(Comparator.comparing(module -> module.descriptor().name()))
                .toList();
        if (libraries.isEmpty()) {
            throw new IOException(
                    "an image is made of the jars on the module path; Fovea runs from the class path here");
        }
        for (ModuleReference library : libraries) {
            if (!Files.isRegularFile(jar(library))) {
                throw new IOException("an image is made of jars; " + Printable.of(jar(library)) + " is none");
            }
        }
        return libraries;
    }

    private static Path jar(ModuleReference library) {
        return Path.of(library.location().orElseThrow());
    }

    private void checkOutput() throws IOException {
        Paths.checkOutputFolder(output);
        try (Stream<Path> there = Files.list(output)) {
            if (there.findAny().isPresent()) {
                throw new IOException(Printable.of(output) + " is not empty; give a folder for the image alone");
            }
        }
    }

    /// The modules of the JDK that some libraries need: what those that are modules say, and what jdeps finds in
    /// the others' classes.
    private static Set<String> modules(List<ModuleReference> libraries) throws IOException {
        Set<String> modules = new TreeSet<>(Set.of(VECTORS));
        List<String> plain = new ArrayList<>(List.of(
                "--multi-release",
                Integer.toString(Runtime.version().feature()),
                "--ignore-missing-deps",
                "--print-module-deps"));
        for (ModuleReference library : libraries) {
            if (library.descriptor().isAutomatic()) {
                plain.add(jar(library).toString());
            }
            library.descriptor().requires().stream()
                    .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                    .map(ModuleDescriptor.Requires::name)
                    .filter(name -> name.startsWith("java.") || name.startsWith("jdk."))
                    .forEach(modules::add);
        }
        String told = tool("jdeps", plain.toArray(String[]::new)).strip();
        modules.addAll(
                List.of(told.substring(told.lastIndexOf('\n') + 1).strip().split(",")));
        return modules;
    }

    /// Runs a tool of the JDK and gives what it printed.
    private static String tool(String name, String... arguments) throws IOException {
        ToolProvider tool = ToolProvider.findFirst(name)
                .orElseThrow(() -> new IOException("needs " + name + ", which a whole JDK has; "
                        + Printable.of(Path.of(System.getProperty("java.home"))) + " has none"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = tool.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        if (exit != 0) {
            throw new IOException(name + " failed: " + out + err);
        }
        return out.toString();
    }

    private void write(String program) throws IOException {
        Path file = output.resolve(program);
        try (InputStream in = Objects.requireNonNull(
                ImageCommand.class.getResourceAsStream("/org/fovea/facerec/cli/image/" + program), program)) {
            Files.write(file, in.readAllBytes());
        }
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(Printable.of(file) + " cannot be made executable");
        }
    }

    private void report(Set<String> modules) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folder", output.toString());
        facts.put("modules", modules);
        facts.put("runtime", megabytes(output.resolve("runtime")));
        facts.put("lib", megabytes(output.resolve("lib")));
        run.print(
                facts,
                String.format(
                        "%s: %s MB of Java and %s MB of jars%n",
                        Printable.of(output), facts.get("runtime"), facts.get("lib")));
    }

    /// Millions of bytes in a folder, rounded up.
    private static long megabytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return (bytes + 999_999) / 1_000_000;
        }
    }
}
