package org.fovea.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, in a copy of the repository's skeleton whose path has a space, with JDKs that only say what they are
/// and how they were called.
abstract class LauncherCopy {
    /// The programs of the system that the launcher may use. The PATH holds them alone, and so no real JDK.
    private static final List<String> TOOLS = List.of("sh", "cat", "dirname", "find", "mkdir", "readlink", "sed");

    static final String JAR = "facerec/target/fovea-facerec-0.1.0.jar";

    @TempDir
    Path folder;

    Path top;
    Path root;
    Path home;
    Path bin;
    final Map<String, String> environment = new LinkedHashMap<>();

    record Run(int exit, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException, InterruptedException {
        folder = folder.toRealPath();
        top = Files.createDirectories(folder.resolve("a clone"));
        root = Files.createDirectories(folder.resolve("root"));
        home = Files.createDirectories(folder.resolve("home of someone"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(Repository.root().resolve("fovea"), top.resolve("fovea"));
        executable(top.resolve("fovea"));
        for (String module : List.of("engine", "gradcam", "facerec")) {
            old(Files.createFile(Files.createDirectories(top.resolve(module)).resolve("pom.xml")));
            old(Files.createDirectories(top.resolve(module + "/src/main/java")));
            old(top.resolve(module + "/src/main"));
        }
        old(Files.createFile(top.resolve("pom.xml")));
        Files.createDirectories(top.resolve("facerec/target/lib"));
        Files.createFile(top.resolve(JAR));
        for (String tool : TOOLS) {
            allow(tool);
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", home.toString());
        environment.put("FOVEA_SYSROOT", root.toString());
    }

    Run launch(String... arguments) throws IOException, InterruptedException {
        return run(top.resolve("fovea"), List.of(arguments));
    }

    Run run(Path program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
        return run(new ProcessBuilder(command).directory(home.toFile()), folder, environment);
    }

    /// Runs a launcher with no input and no other variables.
    ///
    /// @param folder for what it prints
    static Run run(ProcessBuilder builder, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path nothing = Files.write(folder.resolve("nothing"), new byte[0]);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        builder.redirectInput(ProcessBuilder.Redirect.from(nothing.toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher does not end");
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// What Java is started with from the module path.
    ///
    /// @param options of `FOVEA_JAVA_OPTS`
    /// @param arguments of the launcher
    static List<String> started(Path top, List<String> options, List<String> arguments) {
        return Stream.of(
                        List.of("-Dfovea.terminal=false", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"),
                        options,
                        List.of("-p", top + "/facerec/target/lib:" + top + "/" + JAR),
                        List.of("-m", "org.fovea.facerec/org.fovea.facerec.cli.Main"),
                        arguments)
                .flatMap(List::stream)
                .toList();
    }

    /// A JDK of the given version, which its file `release` tells. Its java, asked for its settings, notes that in
    /// a file `asked` and tells them as a real one does; else it prints its home and then what it was called with,
    /// a line each.
    static Path jdk(Path at, String version) throws IOException {
        script(at.resolve("bin/java"), """
            if [ "$1" = -XshowSettings:properties ]; then
                : >'%1$s/asked'
                echo 'Property settings:' >&2
                echo '    java.home = %1$s' >&2
                echo '    java.version = %2$s' >&2
                echo '    java.version.date = 2026-01-20' >&2
            else
                printf '%%s\\n' '%1$s' "$@"
            fi\
            """.formatted(at, version));
        script(at.resolve("bin/javac"), "exit 0");
        Files.writeString(at.resolve("release"), """
            IMPLEMENTOR="Somebody = anybody"
            JAVA_RUNTIME_VERSION="99+9"
            JAVA_VERSION="%s"
            JAVA_VERSION_DATE="2026-01-20"
            MODULES="java.base java.compiler"
            """.formatted(version));
        return at;
    }

    /// The same without a file `release`.
    static Path jdkThatHasToBeAsked(Path at, String version) throws IOException {
        jdk(at, version);
        Files.delete(at.resolve("release"));
        return at;
    }

    /// A Maven that notes its JAVA_HOME and arguments, and makes the jar.
    void mavenThatBuilds() throws IOException, InterruptedException {
        mavenThatBuilds(bin.resolve("mvn"));
    }

    void mavenThatBuilds(Path maven) throws IOException, InterruptedException {
        script(maven, """
            echo noise
            printf '%%s\\n' "$JAVA_HOME" "$*" >'%1$s/told'
            find '%1$s' -name pom.xml -o -path '*/src/main/*' | while read -r file; do touch -t 200001010000 "$file"; done
            touch '%1$s/%2$s'
            """.formatted(top, JAR));
        allow("touch");
    }

    static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    }

    /// Puts a program of the system on the PATH.
    private void allow(String tool) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", "command -v " + tool).start();
        String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), "the system has no " + tool);
        script(bin.resolve(tool), "exec '" + path + "' \"$@\"");
    }
}
