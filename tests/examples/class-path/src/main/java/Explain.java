import java.nio.file.Path;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GradCam;

/// Explains a picture: `Explain MODEL PICTURE PERSON`, the person counted from 0.
public final class Explain {
    public static void main(String[] args) throws Exception {
        FaceNetwork face = FaceModel.read(Path.of(args[0])).members().getFirst().face();
        Subject subject = Subject.of(
                        face.network(),
                        face.tensor(PictureFile.read(Path.of(args[1])).grey()),
                        Targets.logit(Integer.parseInt(args[2])))
                .layer(FaceNetworks.gazeLayer(face.network()));
        HeatMap map = new GradCam().maps(subject).getFirst();
        System.out.println(map);
    }
}
