package org.fovea.facerec.verification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingStoreTest {
    private static final String ONE = "01".repeat(32);
    private static final String TWO = "02".repeat(32);
    private static final float[] VECTOR = {0.6f, -0.8f};

    @TempDir
    private Path folder;

    private Path written() throws IOException {
        Path file = folder.resolve("store.bin");
        try (EmbeddingStore store = EmbeddingStore.open(file, "abc")) {
            store.put(ONE, VECTOR);
            store.put(TWO, null);
            store.put(ONE, new float[] {9, 9}); // is there already
        }
        return file;
    }

    @Test
    void whatWasPutIsThereAgain() throws IOException {
        try (EmbeddingStore store = EmbeddingStore.open(written(), "abc")) {
            assertEquals(2, store.size());
            assertArrayEquals(VECTOR, store.get(ONE));
            assertNull(store.get(TWO));
            assertFalse(store.has("03".repeat(32)));
            assertThrows(IllegalArgumentException.class, () -> store.get("03".repeat(32)));
        }
    }

    @Test
    void aRunThatWasStoppedAnywhereGoesOn() throws IOException {
        byte[] whole = Files.readAllBytes(written());
        int head = "fovea embeddings 1 abc\n".length();
        int first = head + 32 + 4 + 8 + 4;
        for (int cut = head; cut <= whole.length; cut++) {
            Path file = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, cut));
            try (EmbeddingStore store = EmbeddingStore.open(file, "abc")) {
                assertEquals(cut < first ? 0 : cut < whole.length ? 1 : 2, store.size(), "cut at " + cut);
                store.put(ONE, VECTOR);
                store.put(TWO, null);
            }
            assertArrayEquals(whole, Files.readAllBytes(file), "cut at " + cut);
        }
    }

    @Test
    void aFlippedBitEndsWhatIsBelieved() throws IOException {
        byte[] whole = Files.readAllBytes(written());
        whole["fovea embeddings 1 abc\n".length() + 40] ^= 4;
        Path file = Files.write(folder.resolve("flipped.bin"), whole);
        try (EmbeddingStore store = EmbeddingStore.open(file, "abc")) {
            assertEquals(0, store.size());
        }
    }

    @Test
    void anotherModelsStoreAndForeignFilesAreRefused() throws IOException {
        Path file = written();
        var e = assertThrows(IOException.class, () -> EmbeddingStore.open(file, "abd"));
        assertTrue(e.getMessage().contains("embeddings of other models or settings"), e.getMessage());
        Path foreign = Files.writeString(folder.resolve("notes.txt"), "my notes");
        assertThrows(IOException.class, () -> EmbeddingStore.open(foreign, "abc"));
        assertEquals("my notes", Files.readString(foreign));
    }

    @Test
    void twoRunsDoNotWriteToOne() throws IOException {
        Path file = written();
        try (EmbeddingStore store = EmbeddingStore.open(file, "abc")) {
            var e = assertThrows(IOException.class, () -> EmbeddingStore.open(file, "abc"));
            assertTrue(e.getMessage().contains("another run is writing to it"), e.getMessage());
            assertEquals(2, store.size());
        }
    }
}
