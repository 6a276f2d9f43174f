package org.fovea.facerec.experiment;

import org.fovea.facerec.data.Picture;
import org.fovea.facerec.network.View;

/// What an embedding network that was never trained for it is shown of every aligned face, of the gallery and of the
/// probes alike: a region of the frame, all other pixels being of the colour that the network reads as 0, or the face
/// moved a little.
///
/// @param view the region shown
/// @param right by how many pixels the face is moved to the right, its edge repeated
/// @param down by how many pixels it is moved down
record EmbeddedView(View view, int right, int down) {
    static EmbeddedView whole(int width, int height) {
        return new EmbeddedView(View.whole(width, height), 0, 0);
    }

    /// @param region one flag a pixel of the frame
    static EmbeddedView region(int width, int height, boolean[] region) {
        return new EmbeddedView(View.region(width, height, region), 0, 0);
    }

    static EmbeddedView moved(int width, int height, int right, int down) {
        return new EmbeddedView(View.whole(width, height), right, down);
    }

    /// The face as the network is shown it, at the frame's size.
    ///
    /// @param neutral the colour of the pixels outside the region, a value a channel
    Picture of(Picture aligned, float[] neutral) {
        if (view.isWhole() && right == 0 && down == 0) {
            return aligned;
        }
        int width = aligned.width();
        int height = aligned.height();
        int channels = aligned.channels();
        float[] data = new float[aligned.data().length];
        for (int i = 0; i < width * height; i++) {
            int x = i % width;
            int y = i / width;
            if (view.sees(x, y)) {
                int from = Math.clamp(y - down, 0, height - 1) * width + Math.clamp(x - right, 0, width - 1);
                System.arraycopy(aligned.data(), from * channels, data, i * channels, channels);
            } else {
                System.arraycopy(neutral, 0, data, i * channels, channels);
            }
        }
        return new Picture(width, height, channels, data);
    }

    /// All that it is, as text.
    @Override
    public String toString() {
        return view + " moved " + right + "," + down;
    }
}
