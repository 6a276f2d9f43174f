package org.fovea.tests.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.alignment.Pose;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceQuality;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.server.ServedModel;

/// A reader of pictures whose first pixel says what they show: how many faces, from which person on, how well, and
/// which of the person's pictures it is. So the server can be tried where there are no models.
public final class PaintedFaces implements FaceReader {
    static final int LENGTH = 32;
    private static final int SIDE = 48;

    /// Answers are explained by a network that is not what made the embeddings.
    public static final ServedModel MODEL = ServedModel.of(PaintedNetwork.of(SIDE, LENGTH), LENGTH);

    /// Taken by every detection and given back; a test that takes them all holds up the readers.
    final Semaphore running = new Semaphore(1000);

    /// The PNG of a picture of faces side by side.
    ///
    /// @param person the first one's; those to the right are of the persons after
    /// @param take which picture of the person it is
    public static byte[] png(int faces, int person, int take) {
        return PictureFile.png(picture(faces, person, take, false));
    }

    /// A face of too few pixels.
    static byte[] poorPng(int person) {
        return PictureFile.png(picture(1, person, 0, true));
    }

    private static Picture picture(int faces, int person, int take, boolean poor) {
        int width = SIDE * Math.max(1, faces);
        float[] data = new float[width * SIDE * 3];
        data[0] = faces / 255f;
        data[1] = person / 255f;
        data[2] = take / 255f;
        data[3] = poor ? 1 : 0;
        for (int i = 6; i < data.length; i++) {
            data[i] = (i * (31 + person % 50) % 97) / 97f;
        }
        return new Picture(width, SIDE, 3, data);
    }

    private static int value(Picture picture, int at) {
        return Math.round(255 * picture.data()[at]);
    }

    @Override
    public List<DetectedFace> detect(Picture photograph) {
        running.acquireUninterruptibly();
        try {
            List<DetectedFace> faces = new ArrayList<>();
            for (int i = 0; i < value(photograph, 0); i++) {
                double left = SIDE * i + 4;
                faces.add(new DetectedFace(
                        new Box(left, 4, 40, 40),
                        new Landmarks(
                                new Point(left + 10, 15),
                                new Point(left + 30, 15),
                                new Point(left + 20, 25),
                                new Point(left + 12, 35),
                                new Point(left + 28, 35)),
                        0.9));
            }
            return faces;
        } finally {
            running.release();
        }
    }

    @Override
    public Face read(Picture photograph, ChosenFace chosen) {
        int number = chosen.number() - 1;
        boolean poor = photograph.data()[3] > 0.5;
        return new Face(
                chosen,
                photograph.crop(SIDE * number, 0, SIDE, SIDE),
                embedding(value(photograph, 1) + number, value(photograph, 2)),
                new FaceQuality(
                        poor ? 6 : 60, 0.2, new Pose(0, 0, 0), 1, chosen.face().score()));
    }

    /// A person's direction and a little noise, of length 1.
    private static float[] embedding(int person, int take) {
        var whose = new Xoshiro256(1000 + person);
        var own = new Xoshiro256(7000 + 256 * person + take);
        float[] values = new float[LENGTH];
        double squares = 0;
        for (int i = 0; i < LENGTH; i++) {
            values[i] = (float) (whose.nextGaussian() + 0.25 * own.nextGaussian());
            squares += values[i] * values[i];
        }
        for (int i = 0; i < LENGTH; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
        return values;
    }
}
