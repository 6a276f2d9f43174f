package org.fovea.facerec.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.FaceSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticFaceSetTest {
    @Test
    void givesPicturesOfPeople() {
        FaceSet faces = SyntheticFaceSet.of(3, 4, 24, 1);
        assertEquals(12, faces.size());
        assertEquals(3, faces.people());
        assertEquals(Shape.of(24, 24, 1), faces.shape());
        assertArrayEquals(new int[] {4, 4, 4}, faces.counts());
        assertEquals(List.of("person 1", "person 2", "person 3"), faces.names());
        for (int i = 0; i < faces.size(); i++) {
            for (float value : faces.picture(i).data()) {
                assertTrue(value >= 0 && value <= 1);
            }
        }
    }

    @Test
    void theSeedDecidesEveryPixel() {
        FaceSet one = SyntheticFaceSet.of(4, 3, 32, 9);
        FaceSet same = SyntheticFaceSet.of(4, 3, 32, 9);
        FaceSet other = SyntheticFaceSet.of(4, 3, 32, 10);
        for (int i = 0; i < one.size(); i++) {
            assertArrayEquals(one.picture(i).data(), same.picture(i).data());
            assertFalse(Arrays.equals(one.picture(i).data(), other.picture(i).data()));
        }
    }

    @Test
    void masksAreFoundByNameAfterASplit() {
        SyntheticFaceSet set = SyntheticFaceSet.withMasks(3, 5, 32, 2);
        FaceSet test = set.faces().split(3, new Xoshiro256(1)).test();
        for (int i = 0; i < test.size(); i++) {
            int whole = set.faces().pictures().indexOf(test.picture(i));
            PartMask mask = set.mask(test.source(i));
            assertSame(set.mask(set.faces().source(whole)), mask);
            // The mask is this picture's: drawing it anew gives the same.
            PartMask drawn = new FaceRenderer(32)
                    .render(set.people().get(test.label(i)), set.conditions().get(whole))
                    .mask();
            for (FacePart part : FacePart.values()) {
                assertArrayEquals(drawn.of(part), mask.of(part));
            }
        }
        assertEquals(
                "no picture \"s1/1.pgm\" among 15",
                assertThrows(IllegalArgumentException.class, () -> set.mask("s1/1.pgm"))
                        .getMessage());
    }

    @Test
    void peopleDifferMoreThanTheConditionsOfOnePerson() {
        int people = 8;
        int each = 6;
        SyntheticFaceSet set = SyntheticFaceSet.withMasks(people, each, 48, 3);
        float[][] features = new float[people * each][];
        for (int i = 0; i < features.length; i++) {
            features[i] = headAlone(set, i);
        }
        double[] sum = new double[2];
        int[] count = new int[2];
        for (int i = 0; i < features.length; i++) {
            for (int j = 0; j < i; j++) {
                int pair = set.faces().label(i) == set.faces().label(j) ? 0 : 1;
                sum[pair] += distance(features[i], features[j]);
                count[pair]++;
            }
        }
        double within = sum[0] / count[0];
        double between = sum[1] / count[1];
        assertTrue(between > 1.25 * within, "between people " + between + ", within " + within);
        assertTrue(within > 0.05, "pictures of one person hardly differ: " + within);
    }

    /// A picture with everything grey that is not the head.
    private static float[] headAlone(SyntheticFaceSet set, int i) {
        float[] data = set.faces().picture(i).data().clone();
        float[] background = set.mask(set.faces().source(i)).of(FacePart.BACKGROUND);
        for (int k = 0; k < data.length; k++) {
            data[k] = background[k] == 1 ? 0.5f : data[k];
        }
        return data;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }

    @ParameterizedTest
    @EnumSource(
            value = FacePart.class,
            names = {"BACKGROUND"},
            mode = EnumSource.Mode.EXCLUDE)
    void peopleWhoDifferInOnePartShareAllOthers(FacePart part) {
        SyntheticFaceSet set = SyntheticFaceSet.differingIn(part, 4, 2, 24, 6);
        assertEquals(8, set.faces().size());
        Identity first = set.people().getFirst();
        for (Identity person : set.people().subList(1, 4)) {
            assertNotEquals(first, person);
            assertEquals(first, person.with(part, first));
        }
    }

    @Test
    void peopleWhoDifferInTwoPartsDifferInBothAndShareAllOthers() {
        Set<FacePart> parts = EnumSet.of(FacePart.EYE, FacePart.MOUTH);
        SyntheticFaceSet set = SyntheticFaceSet.differingIn(parts, 4, 2, 24, 6);
        Identity first = set.people().getFirst();
        for (Identity person : set.people().subList(1, 4)) {
            assertNotEquals(first, person.with(FacePart.EYE, first));
            assertNotEquals(first, person.with(FacePart.MOUTH, first));
            assertEquals(first, person.with(FacePart.EYE, first).with(FacePart.MOUTH, first));
        }
        assertThrows(IllegalArgumentException.class, () -> SyntheticFaceSet.differingIn(Set.of(), 4, 2, 24, 6));
    }

    @Test
    void aPersonIsGivenByASeedAndPartsAreExchangedOneByOne() {
        assertEquals(Identity.of(5), Identity.of(5));
        Identity mixed = Identity.of(5);
        for (FacePart part : FacePart.values()) {
            if (part != FacePart.BACKGROUND) {
                assertNotEquals(Identity.of(6), mixed);
                mixed = Identity.differingIn(part, mixed, 6);
            }
        }
        assertEquals(Identity.of(6), mixed);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 32", "1, 0, 32", "-3, 4, 32", "2, 2, 4", "2, 2, 100000"})
    void refusesNumbersOutOfRange(int people, int pictures, int size) {
        assertThrows(IllegalArgumentException.class, () -> SyntheticFaceSet.of(people, pictures, size, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> SyntheticFaceSet.differingIn(FacePart.NOSE, people, pictures, size, 1));
    }

    @Test
    void saysWhatItRefuses() {
        assertEquals(
                "0 people with 3 pictures each asked for; both numbers must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> SyntheticFaceSet.of(0, 3, 32, 1))
                        .getMessage());
        assertEquals(
                "people cannot differ in the BACKGROUND: it belongs to a picture, not to a person",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SyntheticFaceSet.differingIn(FacePart.BACKGROUND, 2, 2, 32, 1))
                        .getMessage());
    }
}
