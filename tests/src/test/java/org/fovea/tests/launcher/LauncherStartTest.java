package org.fovea.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the launcher starts, and when it builds that first.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherStartTest extends LauncherCopy {
    @ParameterizedTest
    @ValueSource(strings = {"--spark", "--spark=local[2]"})
    void startsFromTheClassPathBesideSpark(String option) throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        environment.put("FOVEA_JAVA_OPTS", "-Xmx1g");
        Path spark = top.resolve("facerec/spark");
        old(Files.createFile(Files.createDirectories(spark).resolve("pom.xml")));
        old(Files.createDirectories(spark.resolve("src/main/java")));
        old(spark.resolve("src/main"));
        Files.createFile(Files.createDirectories(spark.resolve("target/lib")).resolve("fovea-spark-0.1.0.jar"));
        Run run = launch("experiment", "my faces", option);
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                List.of(
                        "-Dfovea.terminal=false",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "@" + spark + "/src/launcher/java-options",
                        "-Xmx1g",
                        "-cp",
                        spark + "/target/lib/*:" + spark + "/target/spark/jars/*",
                        "org.fovea.facerec.cli.Main",
                        "experiment",
                        "my faces",
                        option),
                run.out().lines().skip(1).toList());
        assertEquals("", run.err());
    }

    @Test
    void buildsForSparkWithItsProfile() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds();
        Run run = launch("experiment", "--spark", "local[2]");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("was built, but facerec/spark/target holds no jar"), run.err());
        String told = Files.readString(top.resolve("told"));
        assertTrue(told.contains(" -Pspark -pl facerec/spark -am package"), told);
    }

    @Test
    void handsOverArgumentsAsTheyAreFromAnywhereAndThroughLinks() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        environment.put("FOVEA_JAVA_OPTS", "-Xmx1g -Done=two");
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("relative"), Path.of("../a clone/fovea"));
        Files.createSymbolicLink(links.resolve("link"), links.resolve("relative"));
        List<String> arguments = List.of("train", "my faces", "", "*");
        Run run = run(links.resolve("link"), arguments);
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                started(top, List.of("-Xmx1g", "-Done=two"), arguments),
                run.out().lines().skip(1).toList());
        assertEquals("", run.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "gradcam/pom.xml",
                "engine/src/main/java/Changed.java",
                "facerec/src/main/resources/page.html"
            })
    void buildsWhenASourceIsNewerThanTheJar(String source) throws Exception {
        Path jdk = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds();
        Path file = top.resolve(source);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "changed");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        Run run = launch("info");
        assertEquals(0, run.exit(), run.err());
        assertEquals("fovea: building again, because sources have changed\n", run.err());
        String told = Files.readString(top.resolve("told"));
        assertTrue(told.startsWith(jdk + "\n"), "Maven's JAVA_HOME: " + told);
        assertTrue(told.contains(" package"), told);
    }

    @Test
    void buildsWhenTheJarsAreMissingAndNotAgain() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds();
        Files.delete(top.resolve(JAR));
        Run first = launch("info");
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.err().startsWith("fovea: building; the first time"), first.err());
        assertTrue(first.out().contains(top + "/" + JAR), first.out());
        Run second = launch("info");
        assertEquals("", second.err());
    }

    @Test
    void showsWhyTheBuildFailed() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        script(bin.resolve("mvn"), "echo the compiler is not amused; exit 1");
        Files.delete(top.resolve(JAR));
        Run run = launch("info");
        assertEquals(1, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("the compiler is not amused"), run.err());
        assertTrue(run.err().contains("fovea: could not be built"), run.err());
    }

    @Test
    void saysSoWhereMavenIsMissing() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        Files.delete(top.resolve(JAR));
        Run run = launch("info");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("neither Maven (mvn) on the PATH nor " + top + "/mvnw"), run.err());
    }

    @Test
    void buildsWithTheWrapperWhereMavenIsMissing() throws Exception {
        Path jdk = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds(top.resolve("mvnw"));
        Files.delete(top.resolve(JAR));
        Run run = launch("info");
        assertEquals(0, run.exit(), run.err());
        String told = Files.readString(top.resolve("told"));
        assertTrue(told.startsWith(jdk + "\n") && told.contains(" package"), told);
    }

    @ParameterizedTest
    @CsvSource({
        ",,, /C.UTF-8",
        "C,,, C.UTF-8/",
        "POSIX,,, C.UTF-8/",
        ",C,, /C.UTF-8",
        "en_GB.UTF-8,C,C, en_GB.UTF-8/C",
        ",de_DE.UTF-8,C, /de_DE.UTF-8"
    })
    void namesBeyondAsciiAreReadInTheCLocaleToo(String all, String type, String language, String expected)
            throws Exception {
        Path jdk = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        script(jdk.resolve("bin/java"), "printf '%s/%s\\n' \"${LC_ALL:-}\" \"${LC_CTYPE:-}\"");
        put("LC_ALL", all);
        put("LC_CTYPE", type);
        put("LANG", language);
        Run run = launch("info");
        assertEquals(expected + "\n", run.out(), run.err());
    }

    private void put(String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
