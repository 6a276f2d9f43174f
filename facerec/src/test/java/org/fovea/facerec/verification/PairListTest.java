package org.fovea.facerec.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.evaluation.FoldedAccuracy;
import org.fovea.facerec.evaluation.Scores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairListTest {
    private static PairList parse(String text) {
        return PairList.parse(Arrays.asList(text.split("/")));
    }

    @Test
    void foldsAndKindsGoByTheFirstLine() {
        PairList list = parse("2\t1/Ann\t1\t2/Ann\t1\tBob\t3/Cid\t4\t2/Bob\t1\tCid\t1");
        assertEquals("4 pairs in 2 folds", list.toString());
        assertTrue(list.pairs().get(0).genuine());
        assertFalse(list.pairs().get(1).genuine());
        assertEquals(
                List.of(0, 0, 1, 1), list.pairs().stream().map(PhotoPair::fold).toList());
        assertEquals(new Photo("Bob", 3), list.pairs().get(1).b());
        assertEquals(7, list.photos().size()); // Ann 1 in two pairs
        assertEquals(list, list.inFolds(10));
        assertEquals(Path.of("lfw", "Bob", "Bob_0003.jpg"), new Photo("Bob", 3).in(Path.of("lfw")));
    }

    @Test
    void aListWithoutFoldsIsCutSoThatEachHasBothKinds() {
        StringBuilder text = new StringBuilder("20");
        for (int i = 1; i <= 20; i++) {
            text.append("/P").append(i).append("\t1\t2");
        }
        for (int i = 1; i <= 20; i++) {
            text.append("/P").append(i).append("\t1\tQ\t2");
        }
        PairList list = parse(text.toString());
        assertEquals(1, list.folds());
        PairList cut = list.inFolds(10);
        assertEquals(10, cut.folds());
        for (int f = 0; f < 10; f++) {
            int fold = f;
            List<PhotoPair> within =
                    cut.pairs().stream().filter(p -> p.fold() == fold).toList();
            assertEquals(4, within.size());
            assertEquals(2, within.stream().filter(PhotoPair::genuine).count());
        }
        assertEquals(new Photo("P3", 1), cut.pairs().get(2).a());
        assertEquals(1, cut.pairs().get(2).fold());
        assertThrows(IllegalArgumentException.class, () -> list.inFolds(21));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2 3                          | line 1: the number of pairs, or of folds and pairs, expected",
                "x                              | line 1: a number from 1 on expected, found \"x\"",
                "0                              | line 1: a number from 1 on expected, found \"0\"",
                "9000000                        | line 1: 18000000 pairs; at most 10000000",
                "1/Ann 1 2                      | 1 pairs, but line 1 announces 2",
                "1/Ann 1 2/Ann 1 Bob 1/Bob 1 2  | line 4: one more than the 2 pairs",
                "1/Ann 1 Bob 2/Ann 1 2          | line 2: NAME N N, two photographs of one person,",
                "1/Ann 1 2/Bob 1 2              | line 3: NAME N NAME N, photographs of two people,",
                "1/Ann 1 2/Bob 1 Bob 2          | line 3: photographs of two people expected",
                "1/Ann 0 2/Bob 1 Ann 2          | line 2: a number from 1 on expected, found \"0\"",
                "1/.. 1 2/Bob 1 Ann 2           | line 2: the name of a person expected, found \"..\"",
                "1/a\\b 1 2/Bob 1 Ann 2         | line 2: the name of a person expected, found \"a\\b\"",
            })
    void whatIsNoListIsRefusedByLine(String text, String message) {
        var e = assertThrows(IllegalArgumentException.class, () -> parse(text));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void scoresOfPairsAndOfAllImpostors() {
        PairList list = parse("2/Ann 1 2/Bob 1 2/Ann 1 Bob 1/Ann 2 Cid 1").inFolds(2);
        List<Photo> photos = List.copyOf(list.photos());
        // Ann 1, Ann 2, Bob 1, Bob 2, Cid 1: Bob 2 shows no face.
        PairEmbeddings pairs = new PairEmbeddings(
                list,
                photos,
                Arrays.asList(
                        new float[] {1, 0}, new float[] {0.8f, 0.6f}, new float[] {0, 1}, null, new float[] {-1, 0}));
        double[] scores = pairs.scores();
        assertEquals(0.8, scores[0], 1e-6);
        assertTrue(Double.isNaN(scores[1]));
        assertEquals(0, scores[2], 1e-6);
        assertEquals(-0.8, scores[3], 1e-6);
        assertEquals(List.of(new Photo("Bob", 2)), pairs.notFound());
        assertEquals(Double.NEGATIVE_INFINITY, pairs.verification().genuine()[1]);
        Scores calibration = pairs.calibration(new Xoshiro256(1));
        assertEquals("1 genuine and 5 impostor scores", calibration.toString());
        // Fold 0: both right by the other fold's threshold; fold 1: the genuine pair has no score.
        FoldedAccuracy accuracy = FoldedAccuracy.of(scores, pairs.genuine(), pairs.folds());
        assertEquals(2, accuracy.folds().get(0).pairs());
        assertEquals(1, accuracy.folds().get(1).correct());
    }
}
