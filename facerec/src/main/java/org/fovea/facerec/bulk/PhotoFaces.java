package org.fovea.facerec.bulk;

import java.util.List;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReaders;

/// What finds and embeds the faces of a photograph. Several threads may ask at once.
@FunctionalInterface
public interface PhotoFaces {
    /// A face and its place among those of its photograph.
    ///
    /// @param number from 1 on, from left to right
    /// @param of how many were found in the photograph, chosen or not
    record Numbered(int number, int of, Face face) {}

    /// The faces of a photograph that are chosen, from left to right; none where it shows none.
    ///
    /// @throws IllegalArgumentException if the network makes no embedding of one of them
    List<Numbered> of(Picture photograph);

    /// The faces that readers find and embed.
    static PhotoFaces of(FaceReaders readers, FaceChoice choice) {
        return photograph -> readers.with(reader -> choice.of(reader.detect(photograph), photograph).stream()
                .map(chosen -> new Numbered(chosen.number(), chosen.of(), reader.read(photograph, chosen.face())))
                .toList());
    }
}
