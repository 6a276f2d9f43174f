package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.io.DType;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    @TempDir
    private Path folder;

    @Test
    void everyTypeGoesByOneThatHoldsItsNumbers() throws IOException {
        Weights weights = new Weights();
        for (OnnxType type : OnnxType.values()) {
            weights.add(
                    type.name(),
                    type.real()
                            ? OnnxTensor.ofReals(type, new double[] {1, -0.5}, 2)
                            : OnnxTensor.ofWholes(type, new long[] {1, 0}, 2));
        }
        weights.add("tenth", OnnxTensor.ofReals(OnnxType.DOUBLE, new double[] {0.1}));
        weights.add("nothing", OnnxTensor.of(new float[0], 0, 3));
        Path file = folder.resolve("w.safetensors");
        assertEquals(16, weights.written(file).arrays());
        SafeTensors read = SafeTensors.read(file);
        for (OnnxType type : OnnxType.values()) {
            if (type.real()) {
                assertArrayEquals(
                        new float[] {1, -0.5f}, read.tensor(type.name()).data());
            } else {
                assertArrayEquals(new long[] {1, 0}, read.longs(type.name()));
                boolean bytes = type == OnnxType.UINT8 || type == OnnxType.BOOL;
                assertEquals(bytes ? DType.U8 : DType.I64, read.dtype(type.name()));
            }
        }
        assertEquals(0.1f, read.tensor("tenth").data()[0]);
        assertFalse(read.has("nothing"));
        assertEquals(
                List.of(
                        "1 array of INT8 written as I64",
                        "1 array of UINT16 written as I64",
                        "1 array of INT16 written as I64",
                        "1 array of INT32 written as I64",
                        "1 array of BOOL written as U8",
                        "1 array of FLOAT16 written as F32",
                        "2 arrays of DOUBLE written as F32, rounded",
                        "1 array of UINT32 written as I64",
                        "1 array of UINT64 written as I64",
                        "1 array of BFLOAT16 written as F32",
                        "1 array of UINT4 written as I64",
                        "1 array of INT4 written as I64",
                        "left out, since it has no elements: nothing"),
                weights.remarks());
    }

    @Test
    void whatNoTypeHoldsIsRefused() {
        OnnxTensor large = OnnxTensor.ofWholes(OnnxType.UINT64, new long[] {3, -1}, 2);
        String told = assertThrows(IllegalArgumentException.class, () -> new Weights().add("large", large))
                .getMessage();
        assertEquals("the constant \"large\" holds 18446744073709551615, which is beyond I64", told);
    }
}
