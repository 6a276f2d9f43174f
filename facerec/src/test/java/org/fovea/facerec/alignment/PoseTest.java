package org.fovea.facerec.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoseTest {
    /// The head of [Pose], seen from afar: x to the right, y down, z to the viewer.
    private static Landmarks seen(double yaw, double pitch, double roll, double scale) {
        // Turning to the right takes z to x, looking down takes z to y, leaning clockwise takes x to y.
        double s = Math.sin(Math.toRadians(yaw));
        double c = Math.cos(Math.toRadians(yaw));
        Matrix3d turn = new Matrix3d(c, 0, -s, 0, 1, 0, s, 0, c); // columns
        double sp = Math.sin(Math.toRadians(pitch));
        double cp = Math.cos(Math.toRadians(pitch));
        Matrix3d nod = new Matrix3d(1, 0, 0, 0, cp, -sp, 0, sp, cp);
        Matrix3d lean = new Matrix3d().rotationZ(Math.toRadians(roll));
        Matrix3d all = lean.mul(turn.mul(nod));
        return Landmarks.of(List.of(
                        new Vector3d(-31.5, 0, 0),
                        new Vector3d(31.5, 0, 0),
                        new Vector3d(0, 40, 30),
                        new Vector3d(-26, 73, 2),
                        new Vector3d(26, 73, 2))
                .stream()
                .map(p -> all.transform(p, new Vector3d()))
                .map(p -> new Point(200 + scale * p.x, 300 + scale * p.y))
                .toList());
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "30,0,0", "-45,0,0", "0,20,0", "0,-25,0", "0,0,35", "-60,0,-20", "10,0,100"})
    void turnsAboutOneAxisAndLeaningAreFoundExactly(double yaw, double pitch, double roll) {
        Pose pose = Pose.of(seen(yaw, pitch, roll, 0.8));
        assertEquals(yaw, pose.yaw(), 1e-6);
        assertEquals(pitch, pose.pitch(), 1e-6);
        assertEquals(roll, pose.roll(), 1e-6);
    }

    @Test
    void aTurnedHeadThatNodsIsFoundRoughly() {
        Pose pose = Pose.of(seen(30, 15, 0, 2));
        assertEquals(30, pose.yaw(), 5);
        assertEquals(15, pose.pitch(), 5);
        assertTrue(Math.abs(pose.roll()) < 8, pose.toString());
    }
}
