import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Runs Fovea where there is no POSIX shell: finds a JDK, builds what is missing or older than its sources, and hands
/// over to the command line in facerec. The shell script `fovea` does the same by the same rules, without the two
/// seconds that compiling this file and starting Java twice take.
///
/// `fovea.cmd` starts this file from its source, `java Launcher.java TOP ARGUMENT…`, on whatever Java it finds; so it
/// keeps to what Java 11 understands.
public final class Launcher {
    private static final int NEEDED = 25;

    private final Path top;
    private final Map<String, String> environment;
    private final boolean windows;
    /// Whether Fovea is run beside Spark: from the class path, since Spark knows no modules.
    private final boolean spark;
    /// JDKs that will not do, a line each.
    private final List<String> seen = new ArrayList<>();

    private Launcher(Path top, Map<String, String> environment, boolean windows, boolean spark) {
        this.top = top;
        this.environment = environment;
        this.windows = windows;
        this.spark = spark;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> arguments = Arrays.asList(args).subList(1, args.length);
        boolean spark =
                arguments.stream().anyMatch(argument -> argument.equals("--spark") || argument.startsWith("--spark="));
        Launcher launcher = new Launcher(Paths.get(args[0]).toRealPath(), System.getenv(), windows, spark);
        try {
            System.exit(launcher.run(arguments));
        } catch (IllegalStateException e) {
            System.err.println("fovea: " + e.getMessage());
            System.exit(1);
        }
    }

    private int run(List<String> arguments) throws IOException, InterruptedException {
        Path jdk = findJdk();
        Path jar = findJar();
        if (jar == null || isStale(jar)) {
            jar = build(jdk, jar != null);
        }
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin").resolve(program("java")).toString());
        command.addAll(Arrays.asList(
                "-Dfovea.terminal=" + (System.console() != null),
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8"));
        if (spark) {
            command.add("@" + top.resolve("facerec/spark/src/launcher/java-options"));
        }
        for (String option :
                environment.getOrDefault("FOVEA_JAVA_OPTS", "").trim().split("\\s+")) {
            if (!option.isEmpty()) {
                command.add(option);
            }
        }
        command.addAll(spark ? besideSpark() : asModule(jar));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private List<String> asModule(Path jar) {
        return Arrays.asList(
                "-p",
                top.resolve("facerec/target/lib") + File.pathSeparator + jar,
                "-m",
                "org.fovea.facerec/org.fovea.facerec.cli.Main");
    }

    private List<String> besideSpark() {
        String target = top.resolve("facerec/spark/target").toString();
        return Arrays.asList(
                "-cp", target + "/lib/*" + File.pathSeparator + target + "/spark/jars/*", "org.fovea.facerec.cli.Main");
    }

    private String program(String name) {
        return windows ? name + ".exe" : name;
    }

    // --- finding a JDK ---

    private Path findJdk() throws IOException {
        String own = environment.get("FOVEA_JAVA_HOME");
        if (own != null && !own.isEmpty()) {
            if (willDo(Paths.get(own))) {
                return Paths.get(own);
            }
            System.err.println("fovea: FOVEA_JAVA_HOME is " + own + ", which is no JDK " + NEEDED
                    + " or later; looking elsewhere");
        }
        for (Path home : candidates()) {
            if (willDo(home)) {
                return home;
            }
        }
        throw new IllegalStateException("needs a JDK, version " + NEEDED + " or later. "
                + (seen.isEmpty() ? "Found none at all." : "Found only:\n" + String.join("\n", seen))
                + "\nInstall one: "
                + "https://adoptium.net/temurin/releases/?version=" + NEEDED
                + ", or on Windows: winget install EclipseAdoptium.Temurin." + NEEDED + ".JDK"
                + "\nor set FOVEA_JAVA_HOME to where one is.");
    }

    /// Where JDKs may be, in the order of asking.
    private List<Path> candidates() throws IOException {
        List<Path> homes = new ArrayList<>();
        String javaHome = environment.getOrDefault("JAVA_HOME", "");
        if (!javaHome.isEmpty()) {
            homes.add(Paths.get(javaHome));
        }
        Path onPath = onPath(program("java"));
        if (onPath != null) {
            homes.add(onPath.toRealPath().getParent().getParent());
        }
        String root = environment.getOrDefault("FOVEA_SYSROOT", "");
        if (windows) {
            for (String variable : Arrays.asList("ProgramFiles", "ProgramW6432")) {
                String files = environment.getOrDefault(variable, root);
                for (String maker : Arrays.asList(
                        "Eclipse Adoptium", "Java", "Microsoft", "Zulu", "Amazon Corretto", "BellSoft", "OpenJDK")) {
                    addFolders(homes, Paths.get(files, maker));
                }
            }
            addFolders(
                    homes, Paths.get(environment.getOrDefault("LOCALAPPDATA", root), "Programs", "Eclipse Adoptium"));
        }
        for (String place : Arrays.asList("/usr/lib/jvm", "/usr/lib64/jvm", "/usr/java", "/opt/java")) {
            addFolders(homes, Paths.get(root + place));
        }
        String user = environment.getOrDefault(windows ? "USERPROFILE" : "HOME", "/nonexistent");
        addFolders(homes, Paths.get(user, ".sdkman/candidates/java"));
        addFolders(homes, Paths.get(user, ".jdks"));
        return homes;
    }

    private static void addFolders(List<Path> homes, Path place) throws IOException {
        if (Files.isDirectory(place)) {
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(place)) {
                folders.forEach(found::add);
            }
            found.sort(null);
            homes.addAll(found);
        }
    }

    private Path onPath(String program) {
        for (String folder : environment
                .getOrDefault("PATH", environment.getOrDefault("Path", ""))
                .split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Paths.get(folder, program))) {
                return Paths.get(folder, program);
            }
        }
        return null;
    }

    private boolean willDo(Path home) throws IOException {
        String version = version(home.resolve("release"));
        if (version == null || !Files.isExecutable(home.resolve("bin").resolve(program("java")))) {
            return false;
        }
        if (!Files.isExecutable(home.resolve("bin").resolve(program("javac")))) {
            version += ", without a compiler";
        } else if (Integer.parseInt(version.replaceAll("^(\\d+).*", "$1")) >= NEEDED) {
            return true;
        }
        String line = "  " + home + "  " + version;
        if (!seen.contains(line)) {
            seen.add(line);
        }
        return false;
    }

    /// What a JDK's file `release` says of its version; null where there is no such file, or it does not say.
    private static String version(Path release) throws IOException {
        if (!Files.isRegularFile(release)) {
            return null;
        }
        try (BufferedReader lines = Files.newBufferedReader(release)) {
            return lines.lines()
                    .filter(line -> line.matches("JAVA_VERSION=\"\\d.*\""))
                    .map(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                    .findFirst()
                    .orElse(null);
        }
    }

    // --- building ---

    /// The command line's jar: the newest, should a build of another version be left over; null where there is
    /// none.
    private Path findJar() throws IOException {
        Path target = top.resolve(spark ? "facerec/spark/target/lib" : "facerec/target");
        Path newest = null;
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> jars =
                    Files.newDirectoryStream(target, spark ? "fovea-spark-*.jar" : "fovea-facerec-*.jar")) {
                for (Path jar : jars) {
                    if (newest == null || modified(jar).compareTo(modified(newest)) > 0) {
                        newest = jar;
                    }
                }
            }
        }
        return newest;
    }

    private static FileTime modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    /// Folders count as well: one is newer when something in it was deleted.
    private boolean isStale(Path jar) throws IOException {
        if (!Files.isDirectory(top.resolve(module()).resolve("target/lib"))) {
            return true;
        }
        List<Path> sources = new ArrayList<>(Arrays.asList(top.resolve("pom.xml")));
        for (String module : new LinkedHashSet<>(Arrays.asList("engine", "gradcam", "facerec", module()))) {
            sources.add(top.resolve(module).resolve("pom.xml"));
            try (Stream<Path> files = Files.walk(top.resolve(module).resolve("src/main"))) {
                files.forEach(sources::add);
            }
        }
        for (Path source : sources) {
            if (modified(source).compareTo(modified(jar)) > 0) {
                return true;
            }
        }
        return false;
    }

    /// The module that is run.
    private String module() {
        return spark ? "facerec/spark" : "facerec";
    }

    private Path build(Path jdk, boolean again) throws IOException, InterruptedException {
        Path maven = onPath(windows ? "mvn.cmd" : "mvn");
        if (maven == null) {
            maven = top.resolve(windows ? "mvnw.cmd" : "mvnw");
        }
        if (!Files.isExecutable(maven)) {
            throw new IllegalStateException("has to be built, and there is neither Maven (mvn) on the PATH nor " + maven
                    + ", which fetches it");
        }
        System.err.println(
                again
                        ? "fovea: building again, because sources have changed"
                        : "fovea: building; the first time this downloads libraries and takes a minute");
        Path log = Files.createDirectories(top.resolve("target")).resolve("build.log");
        List<String> command = new ArrayList<>(Arrays.asList(
                maven.toString(),
                "-q",
                "-B",
                "-ntp",
                "-Dstyle.color=never",
                "-f",
                top.resolve("pom.xml").toString(),
                "-Dquick",
                "-Dmaven.test.skip=true"));
        if (spark) {
            command.add("-Pspark");
        }
        command.addAll(Arrays.asList("-pl", module(), "-am", "package"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            System.err.print(new String(Files.readAllBytes(log)));
            throw new IllegalStateException("could not be built; the reason is above, and in " + log);
        }
        Path jar = findJar();
        if (jar == null) {
            throw new IllegalStateException("was built, but " + module() + "/target holds no jar");
        }
        return jar;
    }
}
