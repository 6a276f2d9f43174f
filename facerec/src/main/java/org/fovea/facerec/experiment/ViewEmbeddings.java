package org.fovea.facerec.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.verification.EmbeddingStore;

/// Embeddings of pictures under views, each computed once and kept in a store: a run that was stopped goes on from
/// them.
///
/// @param done told how many embeddings were computed, a few hundred at a time
record ViewEmbeddings(ViewNetwork network, EmbeddingStore store, IntConsumer done) {
    /// So many are computed before they are kept.
    private static final int AT_A_TIME = 256;

    /// Pictures with what tells them from others, which is computed once for all views.
    record Named(FaceSet faces, String[] fingerprints) {
        static Named of(FaceSet faces) {
            return new Named(
                    faces,
                    faces.pictures().parallelStream().map(Picture::fingerprint).toArray(String[]::new));
        }
    }

    /// The embeddings of a set's pictures under a view, (N, D), each of length 1.
    ///
    /// @throws UncheckedIOException if the store cannot be written
    Tensor of(EmbeddedView view, Named pictures) {
        String shown = " shown as " + view;
        String[] keys = Arrays.stream(pictures.fingerprints())
                .map(picture -> Fingerprint.of(picture + shown))
                .toArray(String[]::new);
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            if (!store.has(keys[i])) {
                missing.add(i);
            }
        }
        for (int from = 0; from < missing.size(); from += AT_A_TIME) {
            compute(view, pictures.faces(), missing.subList(from, Math.min(missing.size(), from + AT_A_TIME)), keys);
        }
        Tensor all = Tensor.zeros(keys.length, network.length());
        for (int i = 0; i < keys.length; i++) {
            float[] embedding = Objects.requireNonNull(store.get(keys[i]));
            System.arraycopy(embedding, 0, all.data(), i * network.length(), network.length());
        }
        return all;
    }

    private void compute(EmbeddedView view, FaceSet faces, List<Integer> missing, String[] keys) {
        Tensor computed =
                network.embed(view, missing.stream().map(faces::picture).toList());
        try {
            for (int k = 0; k < missing.size(); k++) {
                int from = k * network.length();
                store.put(keys[missing.get(k)], Arrays.copyOfRange(computed.data(), from, from + network.length()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        done.accept(missing.size());
    }
}
