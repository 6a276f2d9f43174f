package org.fovea.tests.lessons;

import org.fovea.facerec.data.Picture;

/// The marks that cameras left in a corner of the third worksheet's pictures, one a person.
final class Mark {
    /// Pixels across and down, and how far from the picture's upper right corner.
    static final int SIZE = 7;

    private static final int MARGIN = 1;

    private static final String[][] SHAPES = {
        {"#######", "#.....#", "#.....#", "#.....#", "#.....#", "#.....#", "#######"},
        {"#.#.#.#", "#.#.#.#", "#.#.#.#", "#.#.#.#", "#.#.#.#", "#.#.#.#", "#.#.#.#"},
        {"#######", ".......", "#######", ".......", "#######", ".......", "#######"},
        {"...#...", "...#...", "...#...", "#######", "...#...", "...#...", "...#..."}
    };

    private Mark() {}

    /// The picture with the mark of a number, white on black.
    static Picture on(Picture picture, int number) {
        float[] data = picture.data().clone();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                data[at(picture, x, y)] = SHAPES[number][y].charAt(x) == '#' ? 1 : 0;
            }
        }
        return new Picture(picture.width(), picture.height(), picture.channels(), data);
    }

    private static int at(Picture picture, int x, int y) {
        return (y + MARGIN) * picture.width() + picture.width() - MARGIN - SIZE + x;
    }
}
