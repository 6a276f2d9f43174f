package org.fovea.tests.cli;

import static org.fovea.tests.cli.OnnxBytes.FLOAT;
import static org.fovea.tests.cli.OnnxBytes.model;
import static org.fovea.tests.cli.OnnxBytes.node;
import static org.fovea.tests.cli.OnnxBytes.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.io.DType;
import org.fovea.engine.io.Npy;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.tests.Fovea;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `fovea run`: arrays in, arrays out, and every way to give it the wrong ones.
class RunCommandTest {
    private static final Path GOLDEN = Repository.root().resolve("tests/src/test/resources/org/fovea/tests/golden");

    @TempDir
    private Path folder;

    @Test
    void aGoldenNetworkGivesWhatPyTorchGives() throws IOException {
        SafeTensors golden = SafeTensors.read(GOLDEN.resolve("plain.safetensors"));
        Path x = folder.resolve("x.npy");
        Npy.write(x, golden.tensor("input"));
        Tensor expected = golden.tensor("logits");
        for (String way : List.of("", "--by-definition")) {
            Path out = folder.resolve("out" + way);
            List<String> options = new ArrayList<>(List.of("--input", x.toString(), "--output-dir", out.toString()));
            if (!way.isEmpty()) {
                options.add(way);
            }
            Fovea run = run(GOLDEN.resolve("plain.onnx"), options.toArray(String[]::new));
            assertEquals("0 ", run.exit() + " " + run.err());
            assertTrue(run.out().contains("logits   FLOAT   4×10      " + out.resolve("logits.npy")), run.out());
            Tensor logits = Npy.read(out.resolve("logits.npy")).tensor();
            assertEquals(expected.shape(), logits.shape());
            assertArrayEquals(expected.data(), logits.data(), 1e-4f);
        }
    }

    private static Fovea run(Path model, String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "run";
        words[1] = model.toString();
        System.arraycopy(options, 0, words, 2, options.length);
        return Fovea.run(words);
    }

    /// A model of two inputs, `a=b` and `b/c`, and their sum, `sum/0`.
    private Path sum() throws IOException {
        return Files.write(
                folder.resolve("sum.onnx"),
                model(
                        List.of(node("Add", "sum/0", "a=b", "b/c")),
                        List.of(value("a=b", FLOAT, -1, 2), value("b/c", FLOAT, 2)),
                        List.of(value("sum/0", FLOAT, -1, 2))));
    }

    private Path array(String name, float... values) throws IOException {
        Path file = folder.resolve(name);
        Npy.write(file, Tensor.of(Shape.of(1, values.length), values));
        return file;
    }

    @Test
    void inputsGoByTheirNamesAndOutputsGetNamesThatFilesCanHave() throws IOException {
        Path b = folder.resolve("b.npy");
        Npy.write(b, DType.F32, new int[] {2}, new double[] {10, 20});
        Path out = folder.resolve("out");
        Fovea run = run(
                sum(),
                "--input",
                "b/c=" + b,
                "--input",
                "a=b=" + array("x=y.npy", 1, 2),
                "-o",
                out.toString(),
                "--json");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("\"extents\" : [ 1, 2 ]"), run.out());
        assertArrayEquals(
                new float[] {11, 22},
                Npy.read(out.resolve("sum_0.npy")).tensor().data());
        try (var files = Files.list(out)) {
            assertEquals(List.of(out.resolve("sum_0.npy")), files.toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 |                         | no --input for a=b FLOAT open×2, b/c FLOAT 2",
                "2 | a=b=X                   | no --input for b/c FLOAT 2",
                "2 | X                       | NAME= is missing before it; the model reads a=b FLOAT open×2, b/c",
                "2 | a=X                     | no input is called \"a\"; the model reads a=b FLOAT open×2, b/c FLOAT 2",
                "2 | a=b=X a=b=Y             | --input: a=b is given twice, as ",
                "1 | a=b=X b/c=X             | input b/c FLOAT 2 is given 1×2",
                "1 | a=b=LONG b/c=B          | input a=b FLOAT open×2 is given 1×3",
                "1 | a=b=WHOLE b/c=B         | input a=b FLOAT open×2 expects elements of F32, found I64 1×2",
                "1 | a=b=missing.npy b/c=B   | missing.npy: there is no such file",
            })
    void wrongInputsAreRefusedWithWhatWasExpected(int exit, String inputs, String told) throws IOException {
        Npy.write(folder.resolve("WHOLE"), DType.I64, new int[] {1, 2}, new long[] {1, 2});
        Npy.write(folder.resolve("B"), DType.F32, new int[] {2}, new double[] {1, 2});
        array("X", 1, 2);
        array("Y", 1, 2);
        array("LONG", 1, 2, 3);
        Path out = folder.resolve("out");
        List<String> options = new ArrayList<>(List.of("-o", out.toString()));
        for (String input : inputs == null ? new String[0] : inputs.split(" ")) {
            int at = input.lastIndexOf('=') + 1;
            options.add("--input");
            options.add(input.substring(0, at) + folder.resolve(input.substring(at)));
        }
        Fovea run = run(sum(), options.toArray(String[]::new));
        assertEquals(exit, run.exit(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("fovea: ") && run.err().contains(told), run.err());
        assertFalse(Files.exists(out.resolve("sum_0.npy")));
    }

    @ParameterizedTest
    @CsvSource({
        "1, F32", "2, U8", "3, I8", "4, U16", "5, I16", "6, I32", "7, I64", "9, BOOL", "10, F16", "11, F64", "12, U32",
        "13, I64", "16, F32", "21, U8", "22, I8"
    })
    void everyTypeGoesInAndComesOut(int type, DType stored) throws IOException {
        Path model = Files.write(
                folder.resolve("same.onnx"),
                model(
                        List.of(node("Identity", "y", "x")),
                        List.of(value("x", type, -1)),
                        List.of(value("y", type, -1))));
        Path x = folder.resolve("x.npy");
        if (stored.floating()) {
            Npy.write(x, stored, new int[] {2}, new double[] {1, -0.5});
        } else {
            Npy.write(x, stored, new int[] {2}, new long[] {0, 1});
        }
        Fovea run =
                run(model, "--input", x.toString(), "-o", folder.resolve("out").toString());
        assertEquals(0, run.exit(), run.err());
        assertArrayEquals(Files.readAllBytes(x), Files.readAllBytes(folder.resolve("out/y.npy")));
    }

    @Test
    void numbersBeyondATypeThatFilesDoNotHaveAreRefused() throws IOException {
        Path model = Files.write(
                folder.resolve("four.onnx"),
                model(List.of(node("Identity", "y", "x")), List.of(value("x", 22, 1)), List.of(value("y", 22, 1))));
        Path x = folder.resolve("x.npy");
        Npy.write(x, DType.I8, new int[] {1}, new long[] {8});
        Fovea run =
                run(model, "--input", x.toString(), "-o", folder.resolve("out").toString());
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("input x INT4 1 is given 8, which is no number of INT4"), run.err());
    }

    @Test
    void whatIsNotANumberIsRemarked() throws IOException {
        Path model = Files.write(
                folder.resolve("root.onnx"),
                model(
                        List.of(node("Sqrt", "y", "x")),
                        List.of(value("x", FLOAT, 1, 3)),
                        List.of(value("y", FLOAT, 1, 3))));
        Path out = folder.resolve("out");
        Fovea run = run(model, "--input", array("x.npy", -1, 4, -9).toString(), "-o", out.toString(), "--json");
        assertEquals(0, run.exit(), run.err());
        assertEquals("output y: 2 of 3 numbers are NaN", run.err().strip());
        assertTrue(run.out().contains("\"nans\" : 2"), run.out());
        assertEquals(2, Npy.read(out.resolve("y.npy")).tensor().data()[1]);
    }

    @Test
    void outputsThatWouldShareAFileOrReplaceAnInputAreRefused() throws IOException {
        Path two = Files.write(
                folder.resolve("two.onnx"),
                model(
                        List.of(node("Neg", "o/1", "x"), node("Abs", "O:1", "x")),
                        List.of(value("x", FLOAT, 1, 2)),
                        List.of(value("o/1", FLOAT, 1, 2), value("O:1", FLOAT, 1, 2))));
        Path x = array("sum_0.npy", 1, 2);
        Fovea run =
                run(two, "--input", x.toString(), "-o", folder.resolve("out").toString());
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("the outputs \"o/1\" and \"O:1\" would both be written to O_1.npy"), run.err());
        assertFalse(Files.exists(folder.resolve("out")));
        byte[] before = Files.readAllBytes(x);
        run = run(sum(), "--input", "a=b=" + x, "--input", "b/c=" + x, "-o", folder.toString());
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("sum_0.npy is read here"), run.err());
        assertArrayEquals(before, Files.readAllBytes(x));
    }

    @Test
    void allThatIsNotSupportedIsToldAtOnce() throws IOException {
        String plain = Files.readString(GOLDEN.resolve("plain.onnx"), StandardCharsets.ISO_8859_1);
        String operator = "\"\u0004Relu"; // the field op_type, four letters long
        Path file = Files.writeString(
                folder.resolve("strange.onnx"), plain.replace(operator, "\"\u0004Rely"), StandardCharsets.ISO_8859_1);
        Fovea run = run(file, "--input", "x.npy", "-o", folder.resolve("out").toString());
        assertEquals(1, run.exit());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("strange.onnx: 4 nodes are not supported: "), run.err());
        for (String name : new String[] {"/1/Relu", "/1_1/Relu", "/1_2/Relu", "/1_3/Relu"}) {
            String told = "node \"" + name + "\" (Rely, opset 17): the operator is not known";
            assertTrue(run.err().contains(told), told + " in " + run.err());
        }
        Fovea inspected = Fovea.run("inspect", file.toString());
        assertEquals(0, inspected.exit(), inspected.err());
        assertTrue(inspected.out().contains("all but 4 of 13 nodes"), inspected.out());
        assertTrue(inspected.out().contains("  node \"/1_3/Relu\" (Rely, opset 17): "), inspected.out());
    }
}
