package org.fovea.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may know what: the arrows of the design, held against the compiled classes of the three libraries.
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("/org/fovea/tests/"))
                .importPackages("org.fovea");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.fovea.engine.network.Network",
                "org.fovea.gradcam.method.GradCam",
                "org.fovea.facerec.cli.Main"
            })
    void everyLibraryIsLookedAt(String name) {
        assertTrue(classes.contain(name), name + " is not among the " + classes.size() + " classes read");
    }

    @Test
    void onlyTheVectorKernelsKnowTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.fovea.engine.kernel.vector..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .because("the engine works, on scalar kernels, where the incubating module is not resolved")
                .check(classes);
    }

    @Test
    void nothingReachesBehindTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("sun..", "jdk.internal..", "com.sun..")
                .check(classes);
    }

    @Test
    void theEngineNeedsTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("org.fovea.engine..")
                .and()
                .resideOutsideOfPackage("org.fovea.engine.onnx.proto")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.fovea.engine..", "java..", "jdk.incubator.vector..", "org.jspecify.annotations..")
                .check(classes);
    }

    @Test
    void readingOnnxNeedsProtobufBesides() {
        classes()
                .that()
                .resideInAPackage("org.fovea.engine.onnx.proto")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.fovea.engine.io",
                        "org.fovea.engine.onnx.graph",
                        "org.fovea.engine.onnx.proto",
                        "java..",
                        "org.jspecify.annotations..",
                        "com.google.protobuf")
                .check(classes);
    }

    @Test
    void onnxsPackagesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.fovea.engine.onnx..")
                .layer("graph")
                .definedBy("..onnx.graph")
                .layer("proto")
                .definedBy("..onnx.proto")
                .layer("operator")
                .definedBy("..onnx.operator")
                .layer("lowering")
                .definedBy("..onnx.lowering")
                .layer("export")
                .definedBy("..onnx.export")
                .layer("onnx")
                .definedBy("org.fovea.engine.onnx")
                .whereLayer("onnx")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("lowering")
                .mayOnlyBeAccessedByLayers("export", "onnx")
                .whereLayer("export")
                .mayOnlyBeAccessedByLayers("onnx")
                .whereLayer("operator")
                .mayOnlyBeAccessedByLayers("lowering", "onnx")
                .whereLayer("proto")
                .mayOnlyBeAccessedByLayers("onnx")
                .check(classes);
    }

    @Test
    void gradCamDoesNotKnowFaces() {
        noClasses()
                .that()
                .resideInAPackage("org.fovea.gradcam..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.fovea.facerec..")
                .check(classes);
    }

    @Test
    void theEnginesPackagesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.fovea.engine..")
                .layer("ground")
                .definedBy(
                        "..engine.definition..",
                        "..engine.tensor..",
                        "..engine.parallel..",
                        "..engine.random..",
                        "..engine.text..")
                .layer("kernel")
                .definedBy("..engine.kernel..")
                .layer("product")
                .definedBy("..engine.product..")
                .layer("layer")
                .definedBy("..engine.layer..")
                .layer("fusion")
                .definedBy("..engine.fusion..")
                .layer("network")
                .definedBy("..engine.network..")
                .layer("io")
                .definedBy("..engine.io..")
                .layer("train")
                .definedBy("..engine.train..")
                .layer("onnx")
                .definedBy("..engine.onnx..")
                .whereLayer("onnx")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("train")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("io")
                .mayOnlyBeAccessedByLayers("train", "onnx")
                .whereLayer("network")
                .mayOnlyBeAccessedByLayers("io", "train", "onnx")
                .whereLayer("fusion")
                .mayOnlyBeAccessedByLayers("network")
                .whereLayer("layer")
                .mayOnlyBeAccessedByLayers("fusion", "network", "io", "train", "onnx")
                .whereLayer("ground")
                .mayOnlyBeAccessedByLayers("kernel", "product", "layer", "fusion", "network", "io", "train", "onnx")
                .whereLayer("product")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("product", "layer", "fusion", "network", "io", "train")
                .ignoreDependency(resideInAPackage("org.fovea.engine"), resideInAPackage("org.fovea.engine.."))
                .ignoreDependency(resideInAPackage("org.fovea.gradcam.."), resideInAPackage("org.fovea.engine.."))
                .ignoreDependency(resideInAPackage("org.fovea.facerec.."), resideInAPackage("org.fovea.engine.."))
                .check(classes);
    }

    /// The rooms of the vector kernels, each of which knows none but those named with it.
    @Test
    void theVectorKernelsRoomsPointOneWay() {
        roomKnowsNoneBut("lanes");
        roomKnowsNoneBut("product", "lanes");
        roomKnowsNoneBut("winograd", "lanes", "product");
        roomKnowsNoneBut("pooling", "lanes");
        roomKnowsNoneBut("depthwise", "lanes");
    }

    private static void roomKnowsNoneBut(String room, String... known) {
        String vector = "org.fovea.engine.kernel.vector";
        String[] allowed = Stream.concat(Stream.of(room), Stream.of(known))
                .map(name -> vector + "." + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(vector + "." + room)
                .should()
                .dependOnClassesThat(resideInAPackage(vector + "..")
                        .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                        .as("are vector kernels, but not of " + List.of(allowed)))
                .check(classes);
    }

    /// In facerec each package knows only those before it.
    private static final List<String> FACES = List.of(
            "data",
            "task",
            "parquet",
            "network",
            "gaze",
            "fusion",
            "model",
            "ensemble",
            "evaluation",
            "detection",
            "alignment",
            "embedding",
            "verification",
            "bulk",
            "faithfulness",
            "experiment",
            "gallery",
            "report",
            "server",
            "cli");

    @Test
    void facerecsPackagesPointOneWay() {
        var order = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("org.fovea.facerec..");
        for (String name : FACES) {
            order = order.layer(name).definedBy("org.fovea.facerec." + name + "..");
        }
        for (int i = 0; i < FACES.size(); i++) {
            String[] behind = FACES.subList(i + 1, FACES.size()).toArray(String[]::new);
            order = behind.length == 0
                    ? order.whereLayer(FACES.get(i)).mayNotBeAccessedByAnyLayer()
                    : order.whereLayer(FACES.get(i)).mayOnlyBeAccessedByLayers(behind);
        }
        order
                // The two that stand beside the order, right after data.
                .ignoreDependency(resideInAPackage("..facerec.baseline.."), resideInAPackage("..facerec.data.."))
                .ignoreDependency(resideInAPackage("..facerec.synthetic.."), resideInAPackage("..facerec.data.."))
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "synthetic"})
    void whatComesRightAfterDataKnowsNothingElseOfFacerec(String name) {
        onlyKnow(name, "org.fovea.facerec." + name + "..", "org.fovea.facerec.data..", "org.fovea.engine..");
    }

    @Test
    void evaluationKnowsScoresAndNoNetworks() {
        onlyKnow("evaluation", "org.fovea.facerec.evaluation..", "org.fovea.engine..");
        knowNoNetworks("evaluation");
        knowNoNetworks("baseline");
    }

    private static void onlyKnow(String name, String... packages) {
        noClasses()
                .that()
                .resideInAPackage("org.fovea.facerec." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.fovea..")
                        .and(DescribedPredicate.not(resideInAnyPackage(packages)))
                        .as("are Fovea's, but not of " + List.of(packages)))
                .check(classes);
    }

    private static void knowNoNetworks(String name) {
        noClasses()
                .that()
                .resideInAPackage("org.fovea.facerec." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.fovea.engine.network..",
                        "org.fovea.engine.layer..",
                        "org.fovea.engine.train..",
                        "org.fovea.facerec.network..",
                        "org.fovea.gradcam..")
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "gradcam", "facerec"})
    void noLibrarysPackagesHaveCycles(String library) {
        slices().matching("org.fovea." + library + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    /// The root package of gradcam is what its other packages build on.
    @Test
    void gradCamsRootKnowsNoneOfItsPackages() {
        noClasses()
                .that()
                .resideInAPackage("org.fovea.gradcam")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.fovea.gradcam.method..", "org.fovea.gradcam.metric..", "org.fovea.gradcam.explanation..")
                .check(classes);
    }

    /// The benchmarks are in no one's classes, so this is read in the poms.
    @Test
    void nothingDependsOnTheBenchmarksOrTheTests() throws IOException {
        List<Path> poms;
        try (Stream<Path> folders = Files.list(Repository.root())) {
            poms = folders.map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
        }
        assertTrue(poms.size() >= 5, "a pom for each module, found " + poms);
        for (Path pom : poms) {
            String dependencies =
                    Files.readString(pom).replaceFirst("(?s)^.*?</parent>.*?<artifactId>.*?</artifactId>", "");
            assertFalse(dependencies.contains("fovea-benchmarks"), pom + " names the benchmarks");
            assertFalse(dependencies.contains("fovea-tests"), pom + " names the tests");
        }
    }

    /// A record's own `toString` prints an array's address: `[F@1b2c3d`. Read in the sources, since the compiler
    /// writes a `toString` where there is none.
    @Test
    void publicRecordsThatHoldArraysPrintThemselves() throws IOException {
        Pattern holdsArrays = Pattern.compile("public record (\\w+)(<[^>]*>)?\\(([^)]*\\[][^)]*)\\)");
        int found = 0;
        for (String module : List.of("engine", "gradcam")) {
            try (Stream<Path> sources = Files.walk(Repository.root().resolve(module + "/src/main/java"))) {
                for (Path file : sources.filter(f ->
                                f.toString().endsWith(".java") && !f.toString().contains("kernel"))
                        .toList()) {
                    String source = Files.readString(file);
                    Matcher record = holdsArrays.matcher(source);
                    while (record.find()) {
                        found++;
                        assertTrue(
                                source.substring(record.end()).contains("public String toString()"),
                                record.group(1) + " holds arrays and has no toString of its own");
                    }
                }
            }
        }
        assertTrue(found > 10, "records found: " + found);
    }
}
